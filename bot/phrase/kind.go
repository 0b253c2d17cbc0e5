package phrase

import "strings"

// Kind is a kind of touch that the bot knows by itself.
type Kind struct {
	Name  string // as stored: "coffee"
	words string // what people type for it
}

// Kinds lists the kinds in the order they are offered, the default first.
var Kinds = []Kind{
	{"meeting", "meeting meetup mtg catch-up catchup sync 1:1 1-1 one-on-one 🤝"},
	{"coffee", "coffee coffees cafe kaffee espresso tea ☕ :coffee: :tea: 🍵"},
	{"lunch", "lunch lunched brunch breakfast 🥪 🥗 🍕 🍔 🍜 :pizza: :sandwich:"},
	{"dinner", "dinner supper 🍽 :knife_fork_plate: 🍝"},
	{"drinks", "drinks drink beer beers wine pint pub 🍻 🍺 🍷 :beer: :beers: :wine_glass:"},
	{"call", "call called phone phoned rang 📞 ☎ 📱 :telephone_receiver: :phone: :telephone:"},
	{"video", "video zoom facetime videocall 🎥 📹 💻 :video_camera: :movie_camera:"},
	{"email", "email e-mail emailed mail mailed ✉ 📧 📩 :email: :envelope: :e-mail:"},
	{"message", "message messaged msg dm chat chatted text texted sms whatsapp slack 💬 :speech_balloon:"},
	{"event", "event conference conf party meet-up concert 🎪 🎉 :tada:"},
	{"visit", "visit visited 🏠 :house:"},
	{"gift", "gift present 🎁 :gift:"},
	{"intro", "intro introduction 👋 :wave:"},
	{"mentoring", "mentoring mentored session 🌱 :seedling:"},
}

// kindWords leads from a folded word, or two, to a kind.
var kindWords = func() map[string]string {
	m := map[string]string{
		"video call": "video", "phone call": "call", "zoom call": "video", "happy hour": "drinks", "text message": "message",
		"coffee chat": "coffee", "coffee break": "coffee", "catch up": "meeting", "team lunch": "lunch",
		"mentoring session": "mentoring", "video chat": "video",
	}
	for _, k := range Kinds {
		for w := range strings.FieldsSeq(k.words) {
			m[Fold(w)] = k.Name
		}
	}
	return m
}()

// longestKind is how long a kind of the member's own may be, in bytes.
const longestKind = 60

// kindAt reads a kind at the beginning of ts and says how many tokens it took.
func kindAt(ts []token) (kind string, n int) {
	if len(ts) == 0 || ts[0].kind != word {
		return "", 0
	}
	first := ts[0].fold
	if own, ok := strings.CutPrefix(first, "kind:"); ok && own != "" && len(own) <= longestKind {
		return own, 1
	}
	if second := at(ts, 1); second != "" {
		if k := kindWords[first+" "+second]; k != "" {
			return k, 2
		}
	}
	if k := kindWords[first]; k != "" {
		return k, 1
	}
	return "", 0
}
