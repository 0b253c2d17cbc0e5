package page

import (
	"regexp"
	"strings"
)

// shortcode is an emoji as it is written: :coffee:, :wave::skin-tone-3:.
var shortcode = regexp.MustCompile(`:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?`)

// skinTones are the modifiers behind ::skin-tone-2: to ::skin-tone-6:.
var skinTones = []string{"\U0001F3FB", "\U0001F3FC", "\U0001F3FD", "\U0001F3FE", "\U0001F3FF"}

// withEmoji makes HTML of a piece of text, with known shortcodes as emoji. What
// it does not know stays as it was written.
func withEmoji(s string) string {
	var b strings.Builder
	rest := 0
	for _, at := range shortcode.FindAllStringSubmatchIndex(s, -1) {
		name := s[at[2]:at[3]]
		glyph, known := emoji[name]
		if !known {
			continue
		}
		if at[4] >= 0 {
			glyph += skinTones[s[at[4]]-'2']
		}
		b.WriteString(escape(s[rest:at[0]]))
		b.WriteString(`<span class="emoji" title=":` + escape(name) + `:">` + glyph + "</span>")
		rest = at[1]
	}
	b.WriteString(escape(s[rest:]))
	return b.String()
}

// emoji are the common shortcodes.
var emoji = map[string]string{
	"+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "ok_hand": "👌", "clap": "👏", "wave": "👋",
	"raised_hands": "🙌", "pray": "🙏", "handshake": "🤝", "muscle": "💪", "point_right": "👉", "point_left": "👈",
	"point_up": "☝️", "point_down": "👇", "raised_hand": "✋", "writing_hand": "✍️", "eyes": "👀", "brain": "🧠",
	"smile": "😄", "smiley": "😃", "grinning": "😀", "grin": "😁", "joy": "😂", "rofl": "🤣", "slightly_smiling_face": "🙂",
	"wink": "😉", "blush": "😊", "innocent": "😇", "heart_eyes": "😍", "kissing_heart": "😘", "yum": "😋", "sunglasses": "😎",
	"thinking_face": "🤔", "neutral_face": "😐", "smirk": "😏", "roll_eyes": "🙄", "grimacing": "😬", "relieved": "😌",
	"pensive": "😔", "sleeping": "😴", "cry": "😢", "sob": "😭", "scream": "😱", "angry": "😠", "rage": "😡", "hugging_face": "🤗",
	"partying_face": "🥳", "shrug": "🤷", "facepalm": "🤦", "robot_face": "🤖", "ghost": "👻", "tada": "🎉", "confetti_ball": "🎊",
	"balloon": "🎈", "gift": "🎁", "birthday": "🎂", "cake": "🍰", "trophy": "🏆", "medal": "🏅", "dart": "🎯", "star": "⭐", "star2": "🌟",
	"sparkles": "✨", "fire": "🔥", "boom": "💥", "zap": "⚡", "100": "💯", "heart": "❤️", "blue_heart": "💙", "green_heart": "💚",
	"yellow_heart": "💛", "purple_heart": "💜", "broken_heart": "💔", "coffee": "☕", "tea": "🍵", "beer": "🍺", "beers": "🍻",
	"wine_glass": "🍷", "cocktail": "🍸", "pizza": "🍕", "hamburger": "🍔", "taco": "🌮", "sushi": "🍣", "bento": "🍱", "ramen": "🍜",
	"knife_fork_plate": "🍽️", "fork_and_knife": "🍴", "apple": "🍎", "avocado": "🥑", "calendar": "📆", "date": "📅",
	"spiral_calendar_pad": "🗓️", "clock1": "🕐", "alarm_clock": "⏰", "hourglass": "⌛", "hourglass_flowing_sand": "⏳", "watch": "⌚",
	"stopwatch": "⏱️", "bell": "🔔", "no_bell": "🔕", "zzz": "💤", "mega": "📣", "loudspeaker": "📢", "speech_balloon": "💬",
	"thought_balloon": "💭", "email": "✉️", "envelope": "✉️", "incoming_envelope": "📨", "inbox_tray": "📥", "outbox_tray": "📤",
	"phone": "☎️", "telephone_receiver": "📞", "iphone": "📱", "computer": "💻", "video_camera": "📹", "movie_camera": "🎥", "camera": "📷",
	"memo": "📝", "pencil": "📝", "pencil2": "✏️", "pushpin": "📌", "round_pushpin": "📍", "paperclip": "📎", "link": "🔗", "lock": "🔒",
	"unlock": "🔓", "key": "🔑", "mag": "🔍", "bulb": "💡", "book": "📖", "books": "📚", "notebook": "📓", "clipboard": "📋",
	"bookmark": "🔖", "label": "🏷️", "bar_chart": "📊", "chart_with_upwards_trend": "📈", "chart_with_downwards_trend": "📉",
	"briefcase": "💼", "file_folder": "📁", "card_index": "📇", "package": "📦", "wastebasket": "🗑️", "gear": "⚙️", "wrench": "🔧",
	"hammer": "🔨", "rocket": "🚀", "airplane": "✈️", "car": "🚗", "bike": "🚲", "train": "🚆", "house": "🏠", "office": "🏢",
	"school": "🏫", "world_map": "🗺️", "earth_africa": "🌍", "globe_with_meridians": "🌐", "sunny": "☀️", "cloud": "☁️", "rainbow": "🌈",
	"snowflake": "❄️", "umbrella": "☔", "moon": "🌔", "seedling": "🌱", "herb": "🌿", "evergreen_tree": "🌲", "deciduous_tree": "🌳",
	"cherry_blossom": "🌸", "sunflower": "🌻", "bouquet": "💐", "four_leaf_clover": "🍀", "dog": "🐶", "cat": "🐱", "bee": "🐝",
	"turtle": "🐢", "owl": "🦉", "unicorn_face": "🦄", "white_check_mark": "✅", "heavy_check_mark": "✔️", "ballot_box_with_check": "☑️",
	"x": "❌", "heavy_multiplication_x": "✖️", "heavy_plus_sign": "➕", "heavy_minus_sign": "➖", "warning": "⚠️", "exclamation": "❗",
	"question": "❓", "grey_question": "❔", "information_source": "ℹ️", "no_entry": "⛔", "no_entry_sign": "🚫", "sos": "🆘", "new": "🆕",
	"ok": "🆗", "arrow_right": "➡️", "arrow_left": "⬅️", "arrow_up": "⬆️", "arrow_down": "⬇️", "arrows_counterclockwise": "🔄",
	"repeat": "🔁", "leftwards_arrow_with_hook": "↩️", "arrow_right_hook": "↪️", "red_circle": "🔴", "large_orange_circle": "🟠",
	"large_yellow_circle": "🟡", "large_green_circle": "🟢", "large_blue_circle": "🔵", "large_purple_circle": "🟣", "white_circle": "⚪",
	"black_circle": "⚫", "one": "1️⃣", "two": "2️⃣", "three": "3️⃣", "four": "4️⃣", "five": "5️⃣", "busts_in_silhouette": "👥",
	"bust_in_silhouette": "👤", "family": "👪", "baby": "👶", "technologist": "🧑‍💻", "teacher": "🧑‍🏫", "student": "🧑‍🎓", "mortar_board": "🎓",
	"art": "🎨", "musical_note": "🎵", "guitar": "🎸", "headphones": "🎧", "microphone": "🎤", "ticket": "🎫", "tennis": "🎾", "soccer": "⚽",
	"basketball": "🏀", "runner": "🏃", "walking": "🚶", "climbing": "🧗", "person_climbing": "🧗", "swimmer": "🏊", "money_with_wings": "💸",
	"moneybag": "💰", "credit_card": "💳", "scales": "⚖️", "compass": "🧭", "crystal_ball": "🔮", "puzzle_piece": "🧩", "jigsaw": "🧩",
}
