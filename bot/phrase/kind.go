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
		"coffee meeting": "coffee", "lunch meeting": "lunch", "dinner meeting": "dinner",
	}
	for _, k := range Kinds {
		for w := range strings.FieldsSeq(k.words) {
			m[Fold(w)] = k.Name
		}
	}
	return m
}()

// kindPrefix leads to a kind of the member's own.
const kindPrefix = "kind:"

// longestKind is how long a kind of the member's own may be, in bytes.
const longestKind = 60

// through are the small words that lead to a kind: "over lunch", "at the conference".
var through = map[string]bool{"over": true, "at": true, "during": true, "via": true}

// kindAt reads a kind at the beginning of ts and says how many tokens it took.
func kindAt(ts []token) (kind string, n int) {
	if !through[at(ts, 0)] {
		return plainKindAt(ts)
	}
	lead := 1
	if w := at(ts, 1); w == "a" || w == "an" || w == "the" {
		lead = 2
	}
	if kind, n = plainKindAt(ts[min(lead, len(ts)):]); n > 0 {
		n += lead
	}
	return kind, n
}

func plainKindAt(ts []token) (kind string, n int) {
	if len(ts) == 0 || ts[0].kind != word {
		return "", 0
	}
	first := ts[0].fold
	if strings.EqualFold(ts[0].text, kindPrefix) {
		return ownKind(ts)
	}
	if own, ok := strings.CutPrefix(first, kindPrefix); ok && own != "" && len(own) <= longestKind {
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

// ownKind reads kind: bouldering and kind:"board games".
func ownKind(ts []token) (kind string, n int) {
	if len(ts) < 2 || ts[1].kind != word && ts[1].kind != quotedName {
		return "", 0
	}
	own := ts[1].fold
	if ts[1].kind == quotedName {
		own = Fold(ts[1].text)
	}
	if own == "" || len(own) > longestKind {
		return "", 0
	}
	return own, 2
}
