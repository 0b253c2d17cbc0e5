# Monday, 28 September. Mia starts a program in #mentors.
Mia in #mentors: /mentoring
  rapport, only to Mia (Mon 28 Sep 09:00): No mentoring program runs in this channel. Nothing was changed. Whoever starts one organises it; then everybody here can join.
    [Start one here] [How it works]
Mia in #mentors: /mentoring start
  rapport, only to Mia (Mon 28 Sep 09:00): I am not in this channel, so I couldn't post a summary here, and nothing was started. Invite me, by `/invite @rapport`, and type `/mentoring start` again.
Mia in #mentors: /invite @rapport
Mia in #mentors: /mentoring start
  | == Start a program ==
  | Name: Mentors
  | How often shall a pair meet?: every 2 weeks
  | The weekly summary comes on: Monday
  | At what time?: 09:00
  | Time zone: Europe/Berlin
  | Who else organises it?: ____
  | Who may join?: Whoever can see the channel
Mia submits Name = Engineering Mentors
  rapport, only to Mia (Mon 28 Sep 09:00): *Engineering Mentors* runs in this channel. Pairs meet every 2 weeks; the channel reads a summary in numbers on Mon 09:00, Berlin time.
    What comes next:
    1. Tell the channel to join: `/mentoring join mentor` or `/mentoring join mentee`, with topics. Everybody sees first who sees what.
    2. Pair them: `/mentoring match` proposes pairs with reasons, `/mentoring pair @a @b` says so yourself.
    3. Sessions count by `/met @partner` or a button; nobody has to fill in a report.
    Nobody else was told so far but those you made organisers.
    [Join it myself] [Settings]

# A mentor and a mentee join; the others do as they did.
Tom in #mentors: /mentoring
  rapport, only to Tom (Mon 28 Sep 08:00): *Engineering Mentors* · since 28 Sep · pairs meet every 2 weeks · summary Mon 09:00, Berlin time
    Organised by *Mia*.
    You are not in it.
    Typing works too: `/mentoring join mentor go, sql up to 2`, `/mentoring join mentee public speaking`. `/mentoring help` has it all.
    [Join]
Tom in #mentors: /mentoring join mentor public speaking, writing
  rapport, only to Tom (Mon 28 Sep 08:00): *Who sees what in* *Engineering Mentors*
    • *The channel*: numbers about all pairs together, such as how many sessions there were. No names, but for a word of thanks to which both have agreed.
    • *The organisers*: who is paired with whom, on which dates you met and whether you are overdue; how many goals there are, and a mean of feedback from five answers on.
    • *Your partner*: that you are a pair, the dates, and the goals of the two of you.
    • *Only you*: your notes, promises and asks, what you noticed and where the relationship stands; your feedback, and with whom you'd rather not be paired.
    Mentoring is not appraisal. Whoever runs me can read the database, as with any bot. You can leave at any time, with one tap.
    Nothing was changed yet. You would be a mentor for public speaking and writing.
    [Join] [Change it first]
Tom presses Join
  rapport, only to Tom (Mon 28 Sep 08:00): You are in: in *Engineering Mentors* you are a mentor for public speaking and writing. An organiser pairs you, and then you'll both hear from me.
    If there is somebody you'd rather not be paired with: `/mentoring avoid @x`. Nobody else sees that.
    [Topics] [Leave]
Lena in #mentors: /mentoring join mentee writing, public speaking
  rapport, only to Lena (Mon 28 Sep 09:00): *Who sees what in* *Engineering Mentors*
    • *The channel*: numbers about all pairs together, such as how many sessions there were. No names, but for a word of thanks to which both have agreed.
    • *The organisers*: who is paired with whom, on which dates you met and whether you are overdue; how many goals there are, and a mean of feedback from five answers on.
    • *Your partner*: that you are a pair, the dates, and the goals of the two of you.
    • *Only you*: your notes, promises and asks, what you noticed and where the relationship stands; your feedback, and with whom you'd rather not be paired.
    Mentoring is not appraisal. Whoever runs me can read the database, as with any bot. You can leave at any time, with one tap.
    Nothing was changed yet. You would be a mentee for writing and public speaking.
    [Join] [Change it first]
Lena presses Join
  rapport, only to Lena (Mon 28 Sep 09:00): You are in: in *Engineering Mentors* you are a mentee for writing and public speaking. An organiser pairs you, and then you'll both hear from me.
    If there is somebody you'd rather not be paired with: `/mentoring avoid @x`. Nobody else sees that.
    [Topics] [Leave]
quietly Omar in #mentors: /mentoring join mentor distributed systems, writing up to 2
quietly Omar presses Join
quietly Priya in #mentors: /mentoring join mentor go, sql
quietly Priya presses Join
quietly Ines in #mentors: /mentoring join mentor product, go
quietly Ines presses Join
quietly Kofi in #mentors: /mentoring join mentor sql, data
quietly Kofi presses Join
quietly Yuki in #mentors: /mentoring join mentor design, product
quietly Yuki presses Join
quietly Sara in #mentors: /mentoring join mentor leadership, public speaking
quietly Sara presses Join
quietly Ben in #mentors: /mentoring join mentor security, go
quietly Ben presses Join
quietly Noor in #mentors: /mentoring join mentee go, security
quietly Noor presses Join
quietly Raj in #mentors: /mentoring join mentee sql, data
quietly Raj presses Join
quietly Ana in #mentors: /mentoring join mentee product, design
quietly Ana presses Join
quietly Wei in #mentors: /mentoring join mentee go
quietly Wei presses Join
quietly Eva in #mentors: /mentoring join mentee leadership
quietly Eva presses Join
quietly Max in #mentors: /mentoring join mentee data, distributed systems
quietly Max presses Join
quietly Zoe in #mentors: /mentoring join mentee public speaking
quietly Zoe presses Join
quietly Mia: /rapport settings prompt off
quietly Mia: /rapport settings checkin off
quietly Tom: /rapport settings prompt off
quietly Tom: /rapport settings checkin off
quietly Lena: /rapport settings prompt off
quietly Lena: /rapport settings checkin off

# Mia has them matched.
Mia in #mentors: /mentoring match
  rapport, only to Mia (Mon 28 Sep 09:00): *A proposal for* *Engineering Mentors* · 8 pairs
    Nobody is paired yet, and nobody but you sees this. Change what you know better, then confirm once.
    1. *Tom* mentors *Lena*
    Both named writing and public speaking · 7 hours of working time in common, clocks 1 hour apart
    2. *Ben* mentors *Noor*
    Both named go and security · their working hours don't meet, clocks 9 hours apart
    3. *Kofi* mentors *Raj*
    Both named sql and data · 2½ hours of working time in common, clocks 5½ hours apart
    4. *Yuki* mentors *Ana*
    Both named product and design · their working hours don't meet, clocks 12 hours apart
    5. *Priya* mentors *Wei*
    Both named go · 5½ hours of working time in common, clocks 2½ hours apart
    6. *Sara* mentors *Eva*
    Both named leadership · 8 hours of working time in common
    7. *Omar* mentors *Max*
    Both named distributed systems · 8 hours of working time in common
    8. *Ines* mentors *Zoe*
    No topic in common · 7 hours of working time in common, clocks 1 hour apart
    [Other partner] [Take out]
    [Other partner] [Take out]
    [Other partner] [Take out]
    [Other partner] [Take out]
    [Other partner] [Take out]
    [Other partner] [Take out]
    [Other partner] [Take out]
    [Other partner] [Take out]
    [Pair all 8] [Leave it]
Mia presses Pair all 8
  rapport, only to Mia (Mon 28 Sep 09:00): 8 pairs made. Each hears of the other from me, with a first step.
    • *Tom* mentors *Lena*
    • *Ben* mentors *Noor*
    • *Kofi* mentors *Raj*
    • *Yuki* mentors *Ana*
    • *Priya* mentors *Wei*
    • *Sara* mentors *Eva*
    • *Omar* mentors *Max*
    • *Ines* mentors *Zoe*
    [Unpair Tom and Lena] [Unpair Ben and Noor] [Unpair Kofi and Raj] [Unpair Yuki and Ana] [Unpair Priya and Wei] [Unpair Sara and Eva] [Unpair Omar and Max] [Unpair Ines and Zoe]
clock by 2m
quietly Mia looks
Tom looks
  rapport (Mon 28 Sep 08:00): Hello Tom, I'm rapport. I help you keep up the relationships that matter to you, one small step at a time. This is all I say about myself.
    *How it works.* Tell me when you were in touch with somebody: `/met Jane coffee`, or right here, in your own words, `met Jane for coffee yesterday`.
    On Mon–Fri at 09:00 I say who could do with a word from you, and why, at most three of them; with nothing to say I'm silent. On Mon I ask whom to get to know next and on Fri whom you met, in case you forgot to say.
    *What you should know.* Your colleagues don't see what you note, and I never write to the people you note.
    But whoever runs me can read my database, and a company's Slack export may hold direct messages. Write nothing that would hurt if it were read.
    I sense nothing: no channels, no calendar, no presence. Only what you type or tap counts.
    App Home, the tab above, shows everything at a glance. `/rapport settings` changes hours and days.
    [Log a touch] [Add people] [What is this?] [Stop all messages]
  rapport (Mon 28 Sep 08:00): There is somebody for you to meet: *Lena* is your mentee in *Engineering Mentors*.
    You share writing and public speaking.
    *Lena* is on Paris time, 1 hour ahead of you.
    You two meet every 2 weeks, as the program goes. `/met Lena` logs a session; *Lena* stands among your people now.
    *A first step*: *Lena* was asked to propose two times to you. Answer with one of them; if nothing came in three days, propose two yourself.
    *Lena* and the organisers see the dates on which you two meet. Goals are for the two of you. What you note is yours alone, and so is what you answer when I ask how it was.
    [Log a session] [Pause]
Lena looks
  rapport (Mon 28 Sep 09:00): Hello Lena, I'm rapport. I help you keep up the relationships that matter to you, one small step at a time. This is all I say about myself.
    *How it works.* Tell me when you were in touch with somebody: `/met Jane coffee`, or right here, in your own words, `met Jane for coffee yesterday`.
    On Mon–Fri at 09:00 I say who could do with a word from you, and why, at most three of them; with nothing to say I'm silent. On Mon I ask whom to get to know next and on Fri whom you met, in case you forgot to say.
    *What you should know.* Your colleagues don't see what you note, and I never write to the people you note.
    But whoever runs me can read my database, and a company's Slack export may hold direct messages. Write nothing that would hurt if it were read.
    I sense nothing: no channels, no calendar, no presence. Only what you type or tap counts.
    App Home, the tab above, shows everything at a glance. `/rapport settings` changes hours and days.
    [Log a touch] [Add people] [What is this?] [Stop all messages]
  rapport (Mon 28 Sep 09:00): There is somebody for you to meet: *Tom* is your mentor in *Engineering Mentors*.
    You share public speaking and writing.
    *Tom* is on London time, 1 hour behind you.
    You two meet every 2 weeks, as the program goes. `/met Tom` logs a session; *Tom* stands among your people now.
    *A first step*: write to *Tom* today and propose two times for a first half hour. Say in one line what you would like to get better at; the rest comes by itself.
    *Tom* and the organisers see the dates on which you two meet. Goals are for the two of you. What you note is yours alone, and so is what you answer when I ask how it was.
    [Log a session] [Pause]
Lena: /mentoring goal Give a talk at the meetup by 27 nov
  rapport, only to Lena (Mon 28 Sep 09:02): Noted: “Give a talk at the meetup”, by Fri 27 Nov. *Tom* sees it too; the organisers see only that there is one more.
    *Goals with* *Tom*
    1. “Give a talk at the meetup”, by Fri 27 Nov
    You two see these words. The organisers see how many there are, and nothing else.
    [Reached] [Drop]
    [New goal]
Tom: /mentoring goal
  rapport, only to Tom (Mon 28 Sep 08:02): *Goals with* *Lena*
    1. “Give a talk at the meetup”, by Fri 27 Nov
    You two see these words. The organisers see how many there are, and nothing else.
    [Reached] [Drop]
    [New goal]

# The first sessions: by either of the two, by words or by a button.
clock to 2026-09-30T13:05:00Z
Lena: /met @tom call -- he was kind about my draft
  rapport, only to Lena (Wed 30 Sep 15:05): Logged: call with *Tom*, today (Wed 30 Sep).
    Noted: “he was kind about my draft”
    Counts as a session: *Tom* and the organisers will see the date.
    The first session of you two: a good start.
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [Undo] [Add note] [Change date] [▾ I noticed… They took the initiative · They replied promptly · They accepted an invitation of mine · They were candid with me · They shared a need · They sought me out without needing anything · They introduced someone]
    [1] [2] [3] [4] [5] [Add a comment] [Not a session]
Lena presses 4
  rapport, only to Lena (Wed 30 Sep 15:05): Your answer: 4 of 5, useful. Nobody else sees it.
    [Add a comment]
clock to 2026-10-01T08:05:00Z
Tom: /met @lena call -- Lena doubts herself, her draft is fine
  rapport, only to Tom (Thu 1 Oct 09:05): Logged: call with *Lena*, today (Thu 1 Oct).
    Noted: “Lena doubts herself, her draft is fine”
    Counts as a session: *Lena* and the organisers will see the date.
    Same session as the one *Lena* logged on Wed 30 Sep? Until you say, it counts as the same.
    [Undo] [Add note] [Change date] [▾ I noticed… They took the initiative · They replied promptly · They accepted an invitation of mine · They were candid with me · They shared a need · They sought me out without needing anything · They introduced someone]
    [Same session] [Another one] [Not a session]
Tom presses Same session
  rapport, only to Tom (Thu 1 Oct 09:05): One session, then: that of Wed 30 Sep, as *Lena* has it.
    [1] [2] [3] [4] [5] [Add a comment]
quietly Max: /met @omar coffee
quietly Eva: /met @sara lunch
quietly Priya: /met @wei video
clock to 2026-10-02T14:05:00Z
Lena looks
  rapport (Fri 2 Oct 09:00): Good morning, Lena. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Tom* · first call 2 days ago, nothing since
    You noted: “he was kind about my draft”
    Send the one thing you mentioned, or name a day for the next coffee.
    [Log it] [Snooze 1 week] [⋯ Snooze 1 month · Change rhythm · Just remember · Stop]
Tom looks
  rapport (Thu 1 Oct 09:00): Good morning, Tom. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 five`, `1 four`.
    1. *Lena* · mentoring session of Wed 30 Sep
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [1] [2] [3] [4] [5] [Add a comment] [⋯ Not now · Stop]

# The first summary.
clock to 2026-10-05T07:05:00Z
Mia looks in #mentors
  rapport (Mon 5 Oct 09:00): *Engineering Mentors* · Mon 28 Sep – Sun 4 Oct 2026, Berlin time
    4 sessions this week, 4 since 28 Sep; median 0.5 a pair.
    4 of 8 pairs active.
    On track 4 · too early to tell 4
    Goals: 1 opened.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 5 Oct 09:00): Good morning, Mia. Your mentoring program: nobody is overdue, and nobody waits for you.
    *Engineering Mentors* · Mon 28 Sep – Sun 4 Oct 2026
    4 sessions this week, 4 since 28 Sep; median 0.5 a pair.
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 5 Oct 09:00): All pairs, as of Mon 5 Oct. Mentoring is not appraisal.
clock to 2026-10-07T12:05:00Z
quietly Noor: /met @ben call
quietly Kofi: /met @raj video
quietly Kofi presses 4
quietly Zoe: /met @ines call
clock to 2026-10-09T14:05:00Z
Lena looks
Tom looks
  rapport (Mon 5 Oct 09:00): Good morning, Tom. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Lena* · first call 4 days ago, nothing since
    You noted: “Lena doubts herself, her draft is fine”
    One line while it is fresh: what stayed with you from the talk.
    [Log it] [Snooze 1 week] [⋯ Snooze 1 month · Change rhythm · Just remember · Stop]

# The second week is over.
clock to 2026-10-12T07:05:00Z
Mia looks in #mentors
  rapport (Mon 12 Oct 09:00): *Engineering Mentors* · Mon 5 – Sun 11 Oct 2026, Berlin time
    3 sessions this week (4 last), 7 since 28 Sep; median 1 a pair.
    7 of 8 pairs active (4 last week).
    On track 7 · due 1
    1 pair never met.
    Goals: 1 opened.
    Sessions a week 4, 3.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 12 Oct 09:00): Good morning, Mia. Your mentoring program: nobody is overdue, and nobody waits for you.
    *Engineering Mentors* · Mon 5 – Sun 11 Oct 2026
    3 sessions this week (4 last), 7 since 28 Sep; median 1 a pair.
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 12 Oct 09:00): All pairs, as of Mon 12 Oct. Mentoring is not appraisal.
clock to 2026-10-14T12:05:00Z
quietly Omar: /met @max coffee
quietly Eva: /met @sara lunch
quietly Eva presses 5
Tom: met lena for a call today
  rapport (Wed 14 Oct 13:05): Logged: call with *Lena*, today (Wed 14 Oct).
    Session 2 with *Lena*.
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [Undo] [Add note] [Change date] [▾ I noticed… They took the initiative · They replied promptly · They accepted an invitation of mine · They were candid with me · They shared a need · They sought me out without needing anything · They introduced someone]
    [1] [2] [3] [4] [5] [Add a comment] [Not a session]
Tom presses 5
  rapport (Wed 14 Oct 13:05): Logged: call with *Lena*, today (Wed 14 Oct).
    Session 2 with *Lena*.
    Your answer: 5 of 5, very useful. Nobody else sees it.
    [Undo] [Add note] [Change date] [▾ I noticed… They took the initiative · They replied promptly · They accepted an invitation of mine · They were candid with me · They shared a need · They sought me out without needing anything · They introduced someone]
    [Not a session] [Add a comment]
clock to 2026-10-15T07:30:00Z
Lena looks
  rapport (Wed 14 Oct 09:00): Good morning, Lena. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Tom* · mentoring · last session 14 days ago · you meet every 14
    You noted: “he was kind about my draft”
    Propose two times and let them choose.
    [Log it] [Snooze 1 week] [⋯ Pause the pair · I'd like another partner · Our goals · Snooze 1 month · Stop]
  rapport (Thu 15 Oct 09:00): Good morning, Lena. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 five`, `1 four`.
    1. *Tom* · mentoring session of Wed 14 Oct
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [1] [2] [3] [4] [5] [Add a comment] [⋯ Not now · Stop]
clock to 2026-10-16T14:05:00Z
Lena looks
Tom looks

# Three weeks.
clock to 2026-10-19T07:05:00Z
Mia looks in #mentors
  rapport (Mon 19 Oct 09:00): *Engineering Mentors* · Mon 12 – Sun 18 Oct 2026, Berlin time
    3 sessions this week (3 last), 10 since 28 Sep; median 1 a pair.
    7 of 8 pairs active (7 last week).
    On track 6 · due 2
    1 pair never met.
    Goals: 1 opened.
    Sessions a week 4, 3, 3.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 19 Oct 09:00): Good morning, Mia. Your mentoring program: nobody is overdue, and nobody waits for you.
    *Engineering Mentors* · Mon 12 – Sun 18 Oct 2026
    3 sessions this week (3 last), 10 since 28 Sep; median 1 a pair.
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 19 Oct 09:00): All pairs, as of Mon 19 Oct. Mentoring is not appraisal.
clock to 2026-10-21T12:05:00Z
quietly Wei: /met @priya call
quietly Wei presses 3
quietly Ben: /met @noor call
quietly Ben presses 4
quietly Raj: /met @kofi video
Lena: /mentoring thanks @tom You read my talk at 11 pm. It worked.
  rapport, only to Lena (Wed 21 Oct 14:05): To *Tom*, out loud: “You read my talk at 11 pm. It worked.”
    I ask *Tom* first. Once they agree, it stands in the next summary in the channel of *Engineering Mentors*, with both your names. You can take it back until then.
    [Ask them] [Rather not]
Lena presses Ask them
  rapport, only to Lena (Wed 21 Oct 14:05): I ask *Tom* whether it may be said: “You read my talk at 11 pm. It worked.” Nobody else sees it before they agree.
    [Take it back]
clock by 2m
Tom looks
  rapport (Wed 21 Oct 13:05): *Lena* would like to thank you out loud, in *Engineering Mentors*.
    “You read my talk at 11 pm. It worked.”
    May it stand in the next summary in the channel, with both your names? Without your yes nobody else ever sees it, and *Lena* is not told what you chose.
    [It may] [Rather not]
Tom presses It may
  rapport (Wed 21 Oct 13:05): “You read my talk at 11 pm. It worked.”
    It stands in the next summary in the channel, with both your names. Until then you can change your mind.
    [Rather not after all]
clock to 2026-10-23T14:05:00Z
Lena looks
Tom looks

# Four weeks, and a word of thanks.
clock to 2026-10-26T08:05:00Z
Mia looks in #mentors
  rapport (Mon 26 Oct 09:00): *Engineering Mentors* · Mon 19 – Sun 25 Oct 2026, Berlin time
    3 sessions this week (3 last), 13 since 28 Sep; median 2 a pair.
    7 of 8 pairs active (7 last week).
    On track 6 · due 2
    1 pair never met.
    Goals: 1 opened. Feedback 4.2 of 5 (n = 6).
    *Lena*, to *Tom*, out loud: “You read my talk at 11 pm. It worked.” _(opted in by both)_
    Sessions a week 4, 3, 3, 3.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 26 Oct 09:00): Good morning, Mia. Your mentoring program: nobody is overdue, and nobody waits for you.
    *Engineering Mentors* · Mon 19 – Sun 25 Oct 2026
    3 sessions this week (3 last), 13 since 28 Sep; median 2 a pair.
    Feedback 4.2 of 5 (n = 6).
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 26 Oct 09:00): All pairs, as of Mon 26 Oct. Mentoring is not appraisal.
clock to 2026-10-28T13:05:00Z
quietly Eva: /met @sara call
quietly Max: /met @omar coffee
quietly Kofi: /mentoring pause @raj until 16 nov
clock to 2026-10-30T15:05:00Z
Lena looks
Tom looks
  rapport (Wed 28 Oct 09:00): Good morning, Tom. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 five`, `1 four`.
    1. *Lena* · mentoring, thirty days in
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [1] [2] [3] [4] [5] [Add a comment] [⋯ Not now · Stop]

# Five weeks. Lena and Tom have not met for a while.
clock to 2026-11-02T08:05:00Z
Mia looks in #mentors
  rapport (Mon 2 Nov 09:00): *Engineering Mentors* · Mon 26 Oct – Sun 1 Nov 2026, Berlin time
    2 sessions this week (3 last), 15 since 28 Sep; median 2 a pair.
    7 of 8 pairs active (7 last week), 1 paused.
    On track 4 · due 2 · overdue 1
    1 pair never met.
    Goals: 1 opened. Feedback 4.2 of 5 (n = 6).
    Sessions a week 4, 3, 3, 3, 2.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 2 Nov 09:00): Good morning, Mia. Your mentoring program: 1 pair to look after.
    *Engineering Mentors* · Mon 26 Oct – Sun 1 Nov 2026
    2 sessions this week (3 last), 15 since 28 Sep; median 2 a pair.
    Feedback 4.2 of 5 (n = 6).
    *Overdue* (pairs meet every 2 weeks):
    • *Yuki* and *Ana* · never met, paired since 28 Sep · nudged Thu 29 Oct
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 2 Nov 09:00): All pairs, as of Mon 2 Nov. Mentoring is not appraisal.
clock to 2026-11-06T15:05:00Z
Lena looks
  rapport (Mon 2 Nov 09:00): Good morning, Lena. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 five`, `1 four`. These mornings went unanswered, so I'll come once a week, on Mondays, until you answer one. Any button brings the daily ones back.
    1. *Tom* · mentoring, thirty days in
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [1] [2] [3] [4] [5] [Add a comment] [⋯ Not now · Stop]
Tom looks
  rapport (Mon 2 Nov 09:00): Good morning, Tom. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Lena* · mentoring · last session 19 days ago · you meet every 14
    You noted: “Lena doubts herself, her draft is fine”
    Offer them one door: a demo, a lunch, somebody on your team they should know.
    [Log it] [Snooze 1 week] [⋯ Pause the pair · I'd like another partner · Our goals · Snooze 1 month · Stop]

# Six weeks.
clock to 2026-11-09T08:05:00Z
Mia looks in #mentors
  rapport (Mon 9 Nov 09:00): *Engineering Mentors* · Mon 2 – Sun 8 Nov 2026, Berlin time
    No sessions logged. We don't know why and won't guess. 2 last week, 15 since 28 Sep; median 2 a pair.
    6 of 8 pairs active (7 last week), 1 paused.
    On track 2 · due 3 · overdue 2
    1 pair never met.
    Goals: 1 opened. Feedback 4.2 of 5 (n = 6).
    Sessions a week 4, 3, 3, 3, 2, 0.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 9 Nov 09:00): Good morning, Mia. Your mentoring program: 2 pairs to look after.
    *Engineering Mentors* · Mon 2 – Sun 8 Nov 2026
    No sessions logged. We don't know why and won't guess. 2 last week, 15 since 28 Sep; median 2 a pair.
    Feedback 4.2 of 5 (n = 6).
    *Overdue* (pairs meet every 2 weeks):
    • *Yuki* and *Ana* · never met, paired since 28 Sep · nudged Mon 9 Nov
    • *Ines* and *Zoe* · last met Wed 7 Oct, 33 days ago · nudged Mon 9 Nov
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 9 Nov 09:00): All pairs, as of Mon 9 Nov. Mentoring is not appraisal.
clock to 2026-11-10T10:05:00Z
Lena looks
  rapport (Mon 9 Nov 09:00): Good morning, Lena. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Tom* · mentoring · last session 26 days ago · you meet every 14
    You noted: “he was kind about my draft”
    Send two times, and the one question you would bring.
    [Log it] [Snooze 1 week] [⋯ Pause the pair · I'd like another partner · Our goals · Snooze 1 month · Stop]
Lena presses Log it
  rapport (Mon 9 Nov 09:00): Good morning, Lena. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    ✓ *Tom*: logged contact, today (Tue 10 Nov).
    Session 3 with *Tom*.
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [Undo] [Details]
    [1] [2] [3] [4] [5] [Add a comment] [Not a session]
quietly Yuki: /mentoring leave
quietly Yuki presses Leave
clock to 2026-11-11T08:30:00Z
Mia looks
  rapport (Tue 10 Nov 11:05): *Yuki* has left *Engineering Mentors*. Whoever was paired with them is told, and is free for another pair.
    [Propose pairs] [All pairs]
Mia in #mentors: /mentoring pair @omar @ana
  rapport, only to Mia (Wed 11 Nov 09:30): Paired: *Omar* mentors *Ana*. Each hears of the other from me, with a first step.
    [Unpair]
quietly Wei: /met @priya call
quietly Noor: /met @ben call
quietly Zoe: /met @ines coffee
quietly Zoe presses 4
clock to 2026-11-13T15:05:00Z
Lena looks
Tom looks
  rapport (Mon 9 Nov 09:00): Good morning, Tom. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Lena* · mentoring · last session 26 days ago · you meet every 14
    You noted: “Lena doubts herself, her draft is fine”
    Bring them along: your next team lunch, or Thursday's demo. Half an hour among your colleagues is a session too.
    [Log it] [Snooze 1 week] [⋯ Pause the pair · I'd like another partner · Our goals · Snooze 1 month · Stop]

# Seven weeks.
clock to 2026-11-16T08:05:00Z
Mia looks in #mentors
  rapport (Mon 16 Nov 09:00): *Engineering Mentors* · Mon 9 – Sun 15 Nov 2026, Berlin time
    4 sessions this week (none last), 19 since 28 Sep; median 3 a pair.
    7 of 8 pairs active (6 last week).
    On track 4 · due 3 · too early to tell 1
    Goals: 1 opened. Feedback 4.2 of 5 (n = 6).
    Sessions a week 4, 3, 3, 3, 2, 0, 4.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 16 Nov 09:00): Good morning, Mia. Your mentoring program: nobody is overdue, and nobody waits for you.
    *Engineering Mentors* · Mon 9 – Sun 15 Nov 2026
    4 sessions this week (none last), 19 since 28 Sep; median 3 a pair.
    Feedback 4.2 of 5 (n = 6).
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 16 Nov 09:00): All pairs, as of Mon 16 Nov. Mentoring is not appraisal.
clock to 2026-11-18T13:05:00Z
quietly Ana: /met @omar call
quietly Eva: /met @sara lunch
quietly Raj: /met @kofi call
quietly Sara leaves Slack
clock to 2026-11-20T15:05:00Z
Lena looks
Tom looks
  rapport (Mon 16 Nov 09:00): Good morning, Tom. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 five`, `1 four`. These mornings went unanswered, so I'll come once a week, on Mondays, until you answer one. Any button brings the daily ones back.
    1. *Lena* · mentoring session of Tue 10 Nov
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [1] [2] [3] [4] [5] [Add a comment] [⋯ Not now · Stop]

# Eight weeks. Sara has left the company.
clock to 2026-11-23T08:05:00Z
Mia looks in #mentors
  rapport (Mon 23 Nov 09:00): *Engineering Mentors* · Mon 16 – Sun 22 Nov 2026, Berlin time
    3 sessions this week (4 last), 22 since 28 Sep; median 3 a pair.
    7 of 7 pairs active (7 last week).
    On track 6 · due 1
    1 person unmatched.
    Goals: 1 opened. Feedback 4.2 of 5 (n = 6).
    Sessions a week 4, 3, 3, 3, 2, 0, 4, 3.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Wed 18 Nov 14:05): *Sara* has left this workspace and so *Engineering Mentors*. Whoever was paired with them is told, and is free for another pair.
    [Propose pairs] [All pairs]
  rapport (Mon 23 Nov 09:00): Good morning, Mia. Your mentoring program: nobody is overdue, and nobody waits for you.
    *Engineering Mentors* · Mon 16 – Sun 22 Nov 2026
    3 sessions this week (4 last), 22 since 28 Sep; median 3 a pair.
    Feedback 4.2 of 5 (n = 6).
    *In no pair*: *Eva* (mentee: leadership).
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 23 Nov 09:00): All pairs, as of Mon 23 Nov. Mentoring is not appraisal.
clock to 2026-11-25T13:05:00Z
Lena: /met @tom dinner -- we rehearsed
  rapport, only to Lena (Wed 25 Nov 14:05): Logged: dinner with *Tom*, today (Wed 25 Nov).
    Noted: “we rehearsed”
    Session 4 with *Tom*.
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [Undo] [Add note] [Change date] [▾ I noticed… They took the initiative · They replied promptly · They accepted an invitation of mine · They were candid with me · They shared a need · They sought me out without needing anything · They introduced someone]
    [1] [2] [3] [4] [5] [Add a comment] [Not a session]
Lena: /mentoring goal 1 reached
  rapport, only to Lena (Wed 25 Nov 14:05): “Give a talk at the meetup” is reached. Well done, you two. *Tom* will be glad to hear it from you.
    *Goals with* *Tom*
    None is open. What do you two want to reach? `/mentoring goal Give a talk by june`
    Reached so far: 1.
    You two see these words. The organisers see how many there are, and nothing else.
    [New goal]
quietly Wei: /met @priya call
quietly Ana: /met @omar call
clock to 2026-11-27T15:05:00Z
Lena looks
  rapport (Tue 24 Nov 09:00): Good morning, Lena. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Tom* · mentoring · last session 14 days ago · you meet every 14
    You noted: “he was kind about my draft”
    Send two times, and the one question you would bring.
    [Log it] [Snooze 1 week] [⋯ Pause the pair · I'd like another partner · Our goals · Snooze 1 month · Stop]
Tom looks

# Nine weeks.
clock to 2026-11-30T08:05:00Z
Mia looks in #mentors
  rapport (Mon 30 Nov 09:00): *Engineering Mentors* · Mon 23 – Sun 29 Nov 2026, Berlin time
    3 sessions this week (3 last), 25 since 28 Sep; median 3 a pair.
    6 of 7 pairs active (7 last week).
    On track 4 · due 2 · overdue 1
    1 person unmatched.
    Goals: 1 opened, 1 completed. Feedback 4.2 of 5 (n = 6).
    Sessions a week 4, 3, 3, 3, 2, 0, 4, 3, 3.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 30 Nov 09:00): Good morning, Mia. Your mentoring program: 1 pair to look after.
    *Engineering Mentors* · Mon 23 – Sun 29 Nov 2026
    3 sessions this week (3 last), 25 since 28 Sep; median 3 a pair.
    Feedback 4.2 of 5 (n = 6).
    *Overdue* (pairs meet every 2 weeks):
    • *Omar* and *Max* · last met Wed 28 Oct, 33 days ago · nudged Mon 30 Nov
    *In no pair*: *Eva* (mentee: leadership).
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 30 Nov 09:00): All pairs, as of Mon 30 Nov. Mentoring is not appraisal.
clock to 2026-12-04T15:05:00Z
Lena looks
Tom looks
  rapport (Mon 30 Nov 09:00): Good morning, Tom. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 five`, `1 four`.
    1. *Lena* · mentoring session of Wed 25 Nov
    How was it, from 1 (of little use) to 5 (very useful)? Nobody else sees your answer.
    [1] [2] [3] [4] [5] [Add a comment] [⋯ Not now · Stop]

# Ten weeks, and one in which nobody logged anything.
clock to 2026-12-07T08:05:00Z
Mia looks in #mentors
  rapport (Mon 7 Dec 09:00): *Engineering Mentors* · Mon 30 Nov – Sun 6 Dec 2026, Berlin time
    No sessions logged. We don't know why and won't guess. 3 last week, 25 since 28 Sep; median 3 a pair.
    6 of 7 pairs active (6 last week).
    On track 3 · due 3 · overdue 1
    1 person unmatched.
    Goals: 1 opened, 1 completed. Feedback 4.2 of 5 (n = 6).
    Sessions a week 4, 3, 3, 3, 2, 0, 4, 3, 3, 0.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 7 Dec 09:00): Good morning, Mia. Your mentoring program: 1 pair to look after.
    *Engineering Mentors* · Mon 30 Nov – Sun 6 Dec 2026
    No sessions logged. We don't know why and won't guess. 3 last week, 25 since 28 Sep; median 3 a pair.
    Feedback 4.2 of 5 (n = 6).
    *Overdue* (pairs meet every 2 weeks):
    • *Omar* and *Max* · last met Wed 28 Oct, 40 days ago · nudged Mon 7 Dec
    *In no pair*: *Eva* (mentee: leadership).
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 7 Dec 09:00): All pairs, as of Mon 7 Dec. Mentoring is not appraisal.
clock to 2026-12-09T13:05:00Z
quietly Noor: /met @ben call
quietly Max: /met @omar coffee
quietly Raj: /met @kofi call
quietly Zoe: /met @ines call
Tom: /mentoring status
  rapport, only to Tom (Wed 9 Dec 13:05): In *Engineering Mentors*, where pairs meet every 2 weeks. You are a mentor for public speaking and writing.
    • *Lena*, your mentee · met 4 times, last 14 days ago · due today
    Met Lena: 30 Sep, 14 Oct, 10 Nov, 25 Nov
    [Log a session] [Pause me]
Tom: /people lena
  rapport, only to Tom (Wed 9 Dec 13:05): *Lena* #mentee
    Relating since Mon 28 Sep
    Last session 14 days ago, 2 days in touch so far
    I'll bring them up around Sat 12 Dec.
    *Engineering Mentors*: you mentor them since Mon 28 Sep, every 2 weeks · 4 sessions, the last Wed 25 Nov
    *What Nurturing takes*
    ✓ In touch on 2 different days, Wed 14 Oct
    ✓ No promise of yours is late
    One of these is enough:
    ○ A promise was kept, yours or theirs: not yet (a word was given and kept)
    ○ They took the initiative: not yet (they found it worth their time to get in touch)
    ○ They shared a need: not yet (they trusted you with something they need)
    • Wed 14 Oct: call
    • Thu 1 Oct: call “Lena doubts herself, her draft is fine”
    [Our goals] [Say thanks in the channel]
    [Log it] [▾ This happened… They shared a need · They took the initiative · Something was promised · I did something for them · They noticed what I did · They replied promptly · They accepted an invitation · They were candid with me · They sought me out without needing anything · They introduced someone · They did something for me] [▾ Move… Identifying] [Ask] [Edit] [▾ ⋯ More Rhythm · Snooze 1 week · Snooze 1 month · Rest · Merge with somebody · Split in two · Archive]
clock to 2026-12-11T15:05:00Z
Lena looks
  rapport (Wed 9 Dec 09:00): Good morning, Lena. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Tom* · mentoring · last session 14 days ago · you meet every 14
    You noted: “we rehearsed”
    Propose two times and let them choose.
    [Log it] [Snooze 1 week] [⋯ Pause the pair · I'd like another partner · Our goals · Snooze 1 month · Stop]
Tom looks

# Eleven weeks.
clock to 2026-12-14T08:05:00Z
Mia looks in #mentors
  rapport (Mon 14 Dec 09:00): *Engineering Mentors* · Mon 7 – Sun 13 Dec 2026, Berlin time
    4 sessions this week (none last), 29 since 28 Sep; median 4 a pair.
    7 of 7 pairs active (6 last week).
    On track 4 · due 3
    1 person unmatched.
    Goals: 1 opened, 1 completed. Feedback 4.2 of 5 (n = 6).
    Sessions a week 4, 3, 3, 3, 2, 0, 4, 3, 3, 0, 4.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 14 Dec 09:00): Good morning, Mia. Your mentoring program: nobody is overdue, and nobody waits for you.
    *Engineering Mentors* · Mon 7 – Sun 13 Dec 2026
    4 sessions this week (none last), 29 since 28 Sep; median 4 a pair.
    Feedback 4.2 of 5 (n = 6).
    *In no pair*: *Eva* (mentee: leadership).
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 14 Dec 09:00): All pairs, as of Mon 14 Dec. Mentoring is not appraisal.
clock to 2026-12-16T13:05:00Z
quietly Ana: /met @omar call
quietly Lena: /met @tom call
clock to 2026-12-18T15:05:00Z
Lena looks
  rapport (Wed 16 Dec 09:00): Good morning, Lena. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Tom* · mentoring · last session 21 days ago · you meet every 14
    You noted: “we rehearsed”
    Send two times, and the one question you would bring.
    [Log it] [Snooze 1 week] [⋯ Pause the pair · I'd like another partner · Our goals · Snooze 1 month · Stop]
Tom looks
  rapport (Mon 14 Dec 09:00): Good morning, Tom. One person today. Everyone else is fine. The buttons answer, and typing works as well: `1 logged`, `1 later`.
    1. *Lena* · mentoring · last session 19 days ago · you meet every 14
    You noted: “Lena doubts herself, her draft is fine”
    Offer them one door: a demo, a lunch, somebody on your team they should know.
    [Log it] [Snooze 1 week] [⋯ Pause the pair · I'd like another partner · Our goals · Snooze 1 month · Stop]

# Twelve weeks. Mia ends it.
clock to 2026-12-21T08:05:00Z
Mia looks in #mentors
  rapport (Mon 21 Dec 09:00): *Engineering Mentors* · Mon 14 – Sun 20 Dec 2026, Berlin time
    2 sessions this week (4 last), 31 since 28 Sep; median 4 a pair.
    7 of 7 pairs active (7 last week).
    On track 6 · due 1
    1 person unmatched.
    Goals: 1 opened, 1 completed. Feedback 4.2 of 5 (n = 6).
    Sessions a week 4, 3, 3, 3, 2, 0, 4, 3, 3, 0, 4, 2.
    Counts only. Notes never appear here.
    [Log a session] [Pause me]
Mia looks
  rapport (Mon 21 Dec 09:00): Good morning, Mia. Your mentoring program: nobody is overdue, and nobody waits for you.
    *Engineering Mentors* · Mon 14 – Sun 20 Dec 2026
    2 sessions this week (4 last), 31 since 28 Sep; median 4 a pair.
    Feedback 4.2 of 5 (n = 6).
    *In no pair*: *Eva* (mentee: leadership).
    Mentoring is not appraisal: this says who met when, and nothing about anybody's work. It is here so that you can help. The CSV is in the thread below; no notes, no goals' words and nobody's rating are in it.
    [All pairs] [CSV again]
  rapport (Mon 21 Dec 09:00): All pairs, as of Mon 21 Dec. Mentoring is not appraisal.
Mia in #mentors: /mentoring end
  | == End the program ==
  | Ending *Engineering Mentors* can't be taken back. 7 pairs end; I post a last summary in its channel and tell everybody in it once.
  | What becomes of what I know about it?: ____
  | Kept: organisers no longer get reports, members keep the dates of their sessions. Deleted, once the last summary is out: pairs, dates, goals, feedback, all of it. What members noted for themselves is theirs and stays in either case.
Mia submits What becomes of what I know about it? = keep
  rapport, only to Mia (Mon 21 Dec 09:05): *Engineering Mentors* has ended. Its last summary is on its way to the channel, and everybody in it is told. What I know about it is kept.
clock by 3m
Mia looks in #mentors
  rapport (Mon 21 Dec 09:05): *Engineering Mentors* has ended · Mon 28 Sep – Mon 21 Dec 2026, Berlin time
    31 sessions; median 4 a pair.
    9 pairs in all.
    1 pair never met.
    Goals: 1 opened, 1 completed. Feedback 4.2 of 5 (n = 6).
    Sessions a week 4, 3, 3, 3, 2, 0, 4, 3, 3, 0, 4, 2.
    That was the last summary of this program. Thank you, mentors and mentees. Counts only. Notes never appear here.
Lena looks
  rapport (Mon 21 Dec 09:05): *Engineering Mentors* has ended. The sessions stay where you logged them. The people you met stay among yours, and so does what you noted. Thank you for making the time.
Tom looks
  rapport (Mon 21 Dec 08:05): *Engineering Mentors* has ended. The sessions stay where you logged them. The people you met stay among yours, and so does what you noted. Thank you for making the time.
Tom: /mentoring
  rapport, only to Tom (Mon 21 Dec 08:08): You are in no mentoring program, so nothing was changed. Programs live in channels: go to the channel of one and type `/mentoring join mentee`, or `/mentoring start` to start one there.
    [How it works]
