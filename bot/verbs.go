package bot

import (
	"context"
	"maps"
	"slices"
	"strings"

	"rapport/bot/view"
	"rapport/domain"
)

// Renderer turns what is true into an unasked message: the message, what it
// tells in its order, and whether there is anything to say at all.
type Renderer func(p domain.Portfolio, on domain.Date) (view.Message, []domain.Telling, bool)

// verbs is the table of everything that can be asked of the bot: slash
// commands and shortcuts, and the action and callback ids of buttons and modals.
func (b *Bot) verbs() map[string]Handler {
	all := make(map[string]Handler)
	for _, table := range []map[string]Handler{b.touchVerbs(), b.recordVerbs(), b.unaskedVerbs(), b.pageVerbs(), b.mentoringVerbs(), b.pairVerbs()} {
		maps.Copy(all, table)
	}
	return all
}

// touchVerbs log touches, ask back, take back, and keep the bot's own house.
func (b *Bot) touchVerbs() map[string]Handler {
	return map[string]Handler{
		verbUserChanged: b.userChanged,
		verbAppGone:     b.appGone,
		verbChannelShut: b.channelShut,
		verbChannelOpen: b.channelOpen,
		verbLink:        b.followed,

		view.VerbMet:          b.met,
		view.VerbMetModal:     b.metSubmitted,
		view.VerbMetShortcut:  b.metShortcut,
		view.VerbMetMessage:   b.metMessage,
		view.VerbMetYesterday: b.metYesterday,
		view.VerbMetSaw:       b.metSaw,
		view.VerbMetNote:      b.metNote,
		view.VerbMetDate:      b.metDate,
		view.VerbMetDetails:   b.metDetails,
		view.VerbMetEdit:      b.metEdit,
		view.VerbMetNoticed:   b.metNoticed,
		view.VerbMetDelivered: b.metDelivered,

		view.VerbAnswer:  b.answer,
		view.VerbDropAsk: b.dropQuestion,
		view.VerbUndo:    b.undo,
		view.VerbHelp:    b.help,
		view.VerbTyped:   b.typed,
	}
}

// recordVerbs are about promises, goals, asks, needs and values.
func (b *Bot) recordVerbs() map[string]Handler {
	return map[string]Handler{
		view.VerbPromise:       b.promise,
		view.VerbPromisePage:   b.promisePage,
		view.VerbPromiseNew:    b.promiseNew,
		view.VerbPromiseMade:   b.promiseMade,
		view.VerbPromiseKept:   b.promiseKept,
		view.VerbPromiseMove:   b.promiseMove,
		view.VerbPromiseMoved:  b.promiseMoved,
		view.VerbPromiseDrop:   b.promiseDrop,
		view.VerbPromiseBroken: b.promiseBroken,
		view.VerbPromiseMore:   b.menu(view.VerbPromiseKept, view.VerbPromiseMove, view.VerbPromiseDrop, view.VerbPromiseBroken),

		view.VerbGoal:        b.goal,
		view.VerbGoalPage:    b.goalPage,
		view.VerbGoalNew:     b.goalNew,
		view.VerbGoalMade:    b.goalMade,
		view.VerbGoalReached: b.goalReached,
		view.VerbGoalDrop:    b.goalDrop,
		view.VerbGoalEdit:    b.goalEdit,
		view.VerbGoalEdited:  b.goalEdited,
		view.VerbGoalLink:    b.goalLink,
		view.VerbGoalLinked:  b.goalLinked,
		view.VerbGoalMore:    b.menu(view.VerbGoalReached, view.VerbGoalDrop, view.VerbGoalEdit, view.VerbGoalLink),

		view.VerbAsk:         b.ask,
		view.VerbAskNew:      b.askNew,
		view.VerbAskMade:     b.askMade,
		view.VerbAskAgreed:   b.askAgreed,
		view.VerbAskDeclined: b.askDeclined,
		view.VerbAskThanked:  b.askThanked,
		view.VerbAskClose:    b.askClose,
		view.VerbAskTime:     b.askTime,
		view.VerbAskTimed:    b.askTimed,
		view.VerbAskMore:     b.menu(view.VerbAskAgreed, view.VerbAskDeclined, view.VerbAskThanked, view.VerbAskClose, view.VerbAskTime),
		view.VerbAskUndo:     b.askUndo,
		view.VerbAskDo:       b.askDo,
		view.VerbAskImprove:  b.askImprove,
		view.VerbAskNot:      b.askNot,

		view.VerbNeedNew:    b.needNew,
		view.VerbNeedNoted:  b.needNoted,
		view.VerbNeedOffer:  b.needOffer,
		view.VerbNeedOffers: b.needOffers,
		view.VerbNeedMet:    b.needMet,
		view.VerbNeedServed: b.needServed,
		view.VerbNeedDrop:   b.needDrop,
		view.VerbNeedMore:   b.menu(view.VerbNeedOffer, view.VerbNeedMet, view.VerbNeedDrop),
		view.VerbValueSeen:  b.valueSeen,
		view.VerbValueNot:   b.valueNot,
		view.VerbValueHad:   b.valueHad,
	}
}

// unaskedVerbs answer digests, the weekly question and the check-in, and put
// people on the list of those to be met.
func (b *Bot) unaskedVerbs() map[string]Handler {
	return map[string]Handler{
		view.VerbDigestLog:    b.digestLog,
		view.VerbDigestWeek:   b.digestWeek,
		view.VerbDigestMore:   b.digestMore,
		view.VerbDigestRhythm: b.rhythmChosen,

		view.VerbDigestBack: b.digestBack,
		view.VerbDigestSlow: b.digestSlow,
		view.VerbHeed:       b.heed,
		view.VerbMute:       b.mute,
		view.VerbWeaveYes:   b.weaveYes,
		view.VerbWeaveDone:  b.weaveDone,
		view.VerbWeaveNo:    b.weaveNo,
		view.VerbWeaveMore:  b.menu(view.VerbWeaveYes, view.VerbWeaveDone, view.VerbWeaveNo),
		view.VerbUnmute:     b.unmute,

		view.VerbIdentify:      b.identify,
		view.VerbIdentifyThree: b.identifyThree,
		view.VerbIdentifyTold:  b.identifyTold,
		view.VerbIdentifyPlace: b.identifyPlace,
		view.VerbIdentifySet:   b.identifySet,
		view.VerbIdentifyOut:   b.identifyOut,

		view.VerbIdentifyName:  b.identifyName,
		view.VerbIdentifyNamed: b.identifyNamed,
		view.VerbIdentifyLater: b.identifyLater,
		view.VerbIdentifyRest:  b.identifyRest,
		view.VerbIdentifyRests: b.identifyRested,
		view.VerbIdentifySkip:  b.identifySkip,
		view.VerbIdentifyLink:  b.identifyLink,

		view.VerbCheckIn:       b.checkIn,
		view.VerbCheckInSave:   b.checkInSave,
		view.VerbCheckInNobody: b.checkInNobody,
		view.VerbCheckInMore:   b.checkInMore,
	}
}

// pageVerbs are about lists, cards, settings and App Home.
func (b *Bot) pageVerbs() map[string]Handler {
	return map[string]Handler{
		view.VerbPeople:      b.people,
		view.VerbPeoplePage:  b.peoplePage,
		view.VerbPeopleOpen:  b.peopleOpen,
		view.VerbPeopleAdd:   b.peopleAdd,
		view.VerbPeopleAdded: b.peopleAdded,

		view.VerbCardLog:    b.cardLog,
		view.VerbCardMove:   b.cardMove,
		view.VerbCardRecord: b.cardRecord,
		view.VerbCardMore:   b.cardMore,
		view.VerbCardRhythm: b.cardRhythm,
		view.VerbCardUndo:   b.cardUndo,
		view.VerbCardHelped: b.cardHelped,
		view.VerbCardValue:  b.cardValue,
		view.VerbCardSeen:   b.cardSeen,
		view.VerbCardEdit:   b.cardEdit,
		view.VerbCardEdited: b.cardEdited,

		view.VerbRapport:       b.rapport,
		view.VerbLeave:         b.leave,
		view.VerbResume:        b.resume,
		view.VerbSettings:      b.settings,
		view.VerbSettingsForm:  b.settingsForm,
		view.VerbSettingsSaved: b.settingsSaved,
		view.VerbSettingsUndo:  b.settingsUndo,

		view.VerbHomeOpened: b.homeOpened,
		view.VerbHomePage:   b.homePage,
		view.VerbHomeFind:   b.homeFind,
		view.VerbHomeFound:  b.homeFound,

		view.VerbPeopleMerge:  b.peopleMerge,
		view.VerbCardMerged:   b.cardMerged,
		view.VerbCardSplit:    b.cardSplit,
		view.VerbCardSplitted: b.cardSplitted,
	}
}

// mentoringVerbs are about mentoring programs.
func (b *Bot) mentoringVerbs() map[string]Handler {
	return map[string]Handler{
		view.VerbMentoring:     b.mentoring,
		view.VerbMentoringHere: b.mentoringHere,
		view.VerbMentoringHelp: b.mentoringHelp,
		view.VerbReportCSV:     b.reportCSV,

		view.VerbMentoringStart:  b.mentoringStart,
		view.VerbMentoringBegun:  b.mentoringBegun,
		view.VerbMentoringEdit:   b.mentoringEdit,
		view.VerbMentoringEdited: b.mentoringEdited,
		view.VerbTakeOver:        b.mentoringTakeOver,
		view.VerbMentoringEnd:    b.mentoringEnd,
		view.VerbMentoringEnded:  b.mentoringEnded,
		view.VerbMentoringKeep:   b.mentoringKeep,
		view.VerbMentoringPurge:  b.mentoringPurge,

		view.VerbMentoringJoin:    b.mentoringJoin,
		view.VerbMentoringJoined:  b.mentoringJoined,
		view.VerbMentoringYes:     b.mentoringYes,
		view.VerbLetIn:            b.mentoringLetIn,
		view.VerbDecline:          b.mentoringDecline,
		view.VerbMentoringLeave:   b.mentoringLeave,
		view.VerbMentoringLeft:    b.mentoringLeft,
		view.VerbMentoringAnother: b.mentoringAnother,
		view.VerbMentoringContent: b.mentoringContent,

		view.VerbPauseMe:          b.pauseMe,
		view.VerbPausePair:        b.pausePair,
		view.VerbMentoringRest:    b.mentoringRest,
		view.VerbMentoringResume:  b.mentoringResume,
		view.VerbStatus:           b.mentoringStatus,
		view.VerbMentoringPage:    b.mentoringPage,
		view.VerbMentoringSummary: b.mentoringSummary,
	}
}

// pairVerbs are about pairs and what happens between the two.
func (b *Bot) pairVerbs() map[string]Handler {
	return map[string]Handler{
		view.VerbPairNew:    b.pairNew,
		view.VerbPairMade:   b.pairMade,
		view.VerbPairUnpair: b.pairUnpair,
		view.VerbPairBack:   b.pairBack,

		view.VerbMatch:        b.match,
		view.VerbMatchPage:    b.matchPage,
		view.VerbMatchSwap:    b.matchSwap,
		view.VerbMatchSwapped: b.matchSwapped,
		view.VerbMatchOut:     b.matchTake,
		view.VerbMatchIn:      b.matchReturn,
		view.VerbMatchYes:     b.matchYes,
		view.VerbMatchNo:      b.matchNo,

		view.VerbSessionNew:  b.sessionNew,
		view.VerbSessionNot:  b.sessionNot,
		view.VerbSessionYes:  b.sessionYes,
		view.VerbSessionSame: b.sessionSame,
		view.VerbSessionOwn:  b.sessionOwn,
		view.VerbRate:        b.rate,
		view.VerbRateSay:     b.rateSay,
		view.VerbRateSaid:    b.rateSaid,

		view.VerbPairGoalNew:     b.pairGoalNew,
		view.VerbPairGoalMade:    b.pairGoalMade,
		view.VerbPairGoalReached: b.pairGoalReached,
		view.VerbPairGoalDrop:    b.pairGoalDrop,
		view.VerbPairGoalList:    b.pairGoalList,

		view.VerbShoutNew:  b.shoutNew,
		view.VerbShoutMade: b.shoutMade,
		view.VerbShoutDo:   b.shoutDo,
		view.VerbShoutYes:  b.shoutYes,
		view.VerbShoutNo:   b.shoutNo,
		view.VerbShoutBack: b.shoutBack,
	}
}

// menu does what was chosen from a ⋯ menu whose choices are verbs, each with a
// space and its value behind.
func (b *Bot) menu(offered ...string) Handler {
	return func(ctx context.Context, c Command) (Answer, error) {
		verb, value, _ := strings.Cut(c.Args, " ")
		h, ok := b.handlers[verb]
		if !ok || !slices.Contains(offered, verb) {
			return Answer{}, domain.Fault(domain.KindStale, "menu", nil)
		}
		c.Verb, c.Args = verb, value
		return h(ctx, c)
	}
}

// readers are the verbs that store nothing: when they are slow, they may be
// acknowledged before they are done. Everything else waits for its commit.
func (b *Bot) readers() map[string]bool {
	return map[string]bool{
		verbLink:         true,
		view.VerbPairNew: true, view.VerbMatchSwap: true, view.VerbSessionNew: true, view.VerbRateSay: true,
		view.VerbPairGoalNew: true, view.VerbPairGoalList: true, view.VerbShoutNew: true,
		view.VerbMentoringHere: true, view.VerbMentoringHelp: true, view.VerbMentoringStart: true, view.VerbMentoringEdit: true,
		view.VerbMentoringEnd: true, view.VerbMentoringJoin: true, view.VerbMentoringLeave: true,
		view.VerbPauseMe: true, view.VerbPausePair: true, view.VerbStatus: true, view.VerbMentoringPage: true, view.VerbMentoringSummary: true,
		view.VerbHelp: true, view.VerbReportCSV: true,
		view.VerbPromisePage: true, view.VerbPromiseNew: true,
		view.VerbGoalPage: true, view.VerbGoalNew: true,
		view.VerbIdentifyThree: true, view.VerbIdentifyPlace: true,
		view.VerbMetShortcut: true, view.VerbMetMessage: true,
		view.VerbMetNote: true, view.VerbMetDate: true, view.VerbMetDetails: true, view.VerbMetNoticed: true,
		view.VerbIdentifyName: true, view.VerbIdentifyRest: true,
		view.VerbPeoplePage: true, view.VerbPeopleOpen: true, view.VerbPeopleAdd: true,
		view.VerbCardRhythm: true, view.VerbCardHelped: true, view.VerbCardRecord: true, view.VerbCardEdit: true,
		view.VerbAskNew: true, view.VerbAskImprove: true, view.VerbAskTime: true,
		view.VerbNeedNew: true, view.VerbNeedOffer: true, view.VerbNeedMet: true,
		view.VerbSettings: true, view.VerbSettingsForm: true,
		view.VerbCardSplit: true,
		view.VerbHomePage:  true, view.VerbHomeFind: true, view.VerbHomeFound: true,
	}
}

// renderers is the table of unasked messages, by the kind of delivery.
func (b *Bot) renderers() map[domain.DeliveryKind]Renderer {
	return map[domain.DeliveryKind]Renderer{
		domain.DigestDelivery:    renderDigest,
		domain.IdentifyDelivery:  renderIdentify,
		domain.CheckInDelivery:   renderCheckIn,
		domain.RecoveredDelivery: renderRecovered,
		domain.WelcomeDelivery:   renderWelcome,
	}
}
