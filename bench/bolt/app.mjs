// The `/met` of rapport as it would be written on Slack's own framework with
// better-sqlite3, to measure rapport beside: the same words, the same things
// stored, the same answer, acknowledged after the commit. It is written as one
// would for production: prepared statements, one transaction for each command, WAL
// with synchronous=NORMAL as is usual there. Only /met is here: the buttons of its
// answer are drawn and lead nowhere.
import bolt from '@slack/bolt';
import { open } from './book.mjs';
import { parse, today } from './words.mjs';

const { App, HTTPReceiver, LogLevel } = bolt;

const book = open(process.env.DATABASE_URL);

const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET,
  endpoints: '/slack/commands',
  processBeforeResponse: true, // what is acknowledged is stored
  logLevel: LogLevel.ERROR,
});

const app = new App({
  receiver,
  token: process.env.SLACK_BOT_TOKEN,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
  convoStore: false, // there are no conversations to remember
  logLevel: LogLevel.ERROR,
});

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
const button = (action_id, text, value) => ({ type: 'button', action_id, text: { type: 'plain_text', text, emoji: true }, value });

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const onDay = (date, now) => (date === now ? 'today' : day.format(new Date(date)));

function answer(said, done, command, now) {
  const who = `*${escape(done.name)}*`;
  const lines = [`Logged: ${said.kind} with ${who}, ${onDay(said.on, now)}.`];
  if (said.note) lines.push(`Noted: “${escape(said.note)}”`);
  if (done.isNew) lines.push(`${who} is new in your circle: Relating.`);
  if (done.stays) lines.push(`Your last contact with ${who} stays ${onDay(done.stays, now)}.`);
  const text = lines.join('\n');
  const what = `${done.contact}.${done.interaction}`;
  return {
    response_type: 'ephemeral',
    text,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } },
      { type: 'actions', elements: [button('undo', 'Undo', command), button('met.note', 'Add note', what), button('met.date', 'Change date', what)] },
    ],
  };
}

// The member's zone is asked for once, at the first command.
async function zoneOf(client, team, member) {
  const known = book.zoneOf(team, member);
  if (known) return known;
  let zone = 'UTC';
  try {
    zone = (await client.users.info({ user: member })).user.tz ?? zone;
  } catch {
    // Slack is slow to say; the command is worth more than its day.
  }
  book.meet(team, member, zone);
  return zone;
}

app.command('/met', async ({ ack, client, command }) => {
  const zone = await zoneOf(client, command.team_id, command.user_id);
  const now = today(zone);
  const said = parse(command.text, now);
  if (!said) {
    await ack({ response_type: 'ephemeral', text: 'Say whom you met: `/met Jane coffee`.' });
    return;
  }
  const done = book.met({ team: command.team_id, member: command.user_id, command: command.trigger_id, at: Date.now() }, said);
  await (done ? ack(answer(said, done, command.trigger_id, now)) : ack());
});

process.on('SIGTERM', async () => {
  await app.stop();
  book.close();
  process.exit();
});

const [host, port] = process.env.ADDR.split(':');
await app.start({ host, port: Number(port) });
