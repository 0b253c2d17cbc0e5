package view

// The verbs of lists, cards, settings and App Home.
const (
	VerbPeople      = "people"
	VerbPeoplePage  = "people.page" // another page, or another filter
	VerbPeopleOpen  = "people.open" // shows a card
	VerbPeopleAdd   = "people.add"  // opens the modal that adds people
	VerbPeopleAdded = "people.added"
	VerbPeopleMerge = "people.merge" // makes one of two; the value is the two contacts' ids

	VerbCardLog    = "card.log"
	VerbCardMove   = "card.move"
	VerbCardRecord = "card.record" // "This happened": opens the modal that asks when; see [HappenedValue]
	VerbCardSeen   = "card.seen"   // and its submission
	VerbCardMore   = "card.more"   // the ⋯ menu; its value says what
	VerbCardRhythm = "card.rhythm" // opens the modal
	VerbCardUndo   = "card.undo"
	VerbCardHelped = "card.helped" // opens the modal that asks what was done for them
	VerbCardValue  = "card.value"  // and its submission
	VerbCardEdit   = "card.edit"   // opens the modal with all that is known
	VerbCardEdited = "card.edited" // and its submission

	VerbCardMerged   = "card.merged"   // the modal that makes one of two, submitted
	VerbCardSplit    = "card.split"    // opens the modal that makes two of one
	VerbCardSplitted = "card.splitted" // and its submission

	VerbRapport       = "rapport"
	VerbSettings      = "settings"
	VerbSettingsForm  = "settings.form" // opens the modal
	VerbSettingsSaved = "settings.saved"
	VerbSettingsUndo  = "settings.undo"
	VerbLeave         = "leave"  // nothing comes unasked any more
	VerbResume        = "resume" // a button; typed, it is a word of rapport

	VerbHomeOpened = "home.opened"
	VerbHomePage   = "home.page"  // another list or page; the value is PageValue
	VerbHomeFind   = "home.find"  // opens the form that finds somebody
	VerbHomeFound  = "home.found" // and its submission
)
