// What "/met Jane Doe coffee yesterday -- spoke of the launch" means: a name, a
// kind, a day and a note.

const KINDS = ['coffee', 'lunch', 'dinner', 'drinks', 'call', 'video', 'email', 'message', 'event', 'visit', 'gift', 'intro', 'mentoring', 'meeting'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const KIND = `(?<kind>${KINDS.join('|')})`;
const WHEN = `(?<when>today|yesterday|(?<ago>\\d{1,3}) days? ago|last (?<day>${DAYS.join('|')})\\w*|(?<iso>\\d{4}-\\d{2}-\\d{2}))`;
const MET = new RegExp(`^(?<name>.+?)(?:\\s+${KIND})?(?:\\s+${WHEN})?(?:\\s+--\\s+(?<note>.+))?$`, 'isu');

const DAY_MS = 86_400_000;

/** fold is how names are compared: without case and accents. */
export const fold = (name) => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

const calendars = new Map();

/** today is the date in a time zone, as 2026-11-02. */
export function today(zone, now = new Date()) {
  let calendar = calendars.get(zone);
  if (!calendar) {
    calendar = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    calendars.set(zone, calendar);
  }
  return calendar.format(now);
}

const minus = (date, days) => new Date(Date.parse(date) - days * DAY_MS).toISOString().slice(0, 10);

function dateOf({ when, ago, day, iso }, now) {
  if (!when || /^today$/i.test(when)) return now;
  if (/^yesterday$/i.test(when)) return minus(now, 1);
  if (ago) return minus(now, Number(ago));
  if (iso) return iso;
  const back = (new Date(now).getUTCDay() - DAYS.indexOf(day.toLowerCase()) + 7) % 7;
  return minus(now, back || 7);
}

/** parse reads what stands after /met, or returns null when nobody is named. */
export function parse(text, now) {
  const said = MET.exec(text.trim());
  if (!said) return null;
  const { name, kind = 'meeting', note = '' } = said.groups;
  return { name: name.trim(), kind: kind.toLowerCase(), on: dateOf(said.groups, now), note: note.trim() };
}
