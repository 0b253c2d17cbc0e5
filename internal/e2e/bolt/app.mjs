// A small app on Slack's own client, for bolt_test.go: it brings tea. It uses
// each door that Slack has (command, button, menu, modal, shortcuts, event, App
// Home), and ends when its standard input does, so that it never outlives the
// test.
import bolt from '@slack/bolt';

const app = new bolt.App({
  socketMode: true,
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  logLevel: bolt.LogLevel.WARN,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL, retryConfig: { retries: 0 } },
});

const plain = (text) => ({ type: 'plain_text', text });
const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (action_id, text, value) => ({ type: 'button', action_id, text: plain(text), value });
const option = (value, text) => ({ value, text: plain(text) });

const order = (metadata) => ({
  type: 'modal',
  callback_id: 'order',
  private_metadata: metadata,
  notify_on_close: true,
  title: plain('Order tea'),
  submit: plain('Order'),
  blocks: [
    {
      type: 'input', block_id: 'guests', label: plain('How many cups?'),
      element: { type: 'plain_text_input', action_id: 'n' },
    },
    {
      type: 'input', block_id: 'leaf', label: plain('Which leaf?'),
      element: { type: 'static_select', action_id: 'kind', options: [option('assam', 'Assam'), option('oolong', 'Oolong')] },
    },
    {
      type: 'input', block_id: 'day', label: plain('When?'), optional: true,
      element: { type: 'datepicker', action_id: 'on' },
    },
  ],
});

const commands = {
  // The answer in the acknowledgment itself.
  now: ({ ack }) => ack('The kettle is on.'),

  // The answer at the response_url, after an empty acknowledgment.
  later: async ({ ack, respond, command }) => {
    await ack();
    await respond({
      response_type: 'ephemeral',
      text: `Tea for ${command.user_name}, later.`,
      blocks: [
        section('Tea, later.'),
        {
          type: 'actions', block_id: 'tray',
          elements: [
            button('pour', 'Pour', 'assam'),
            { type: 'overflow', action_id: 'more', options: [option('milk', 'Milk'), option('away', 'Take it away')] },
          ],
        },
      ],
    });
  },

  order: async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: order('by command') });
  },

  // Slack's client follows the cursors by itself.
  guests: async ({ ack, client, respond }) => {
    await ack();
    const names = [];
    for await (const page of client.paginate('users.list', { limit: 1 })) {
      names.push(...page.members.filter((m) => !m.is_bot && m.id !== 'USLACKBOT').map((m) => m.profile.display_name));
    }
    await respond(`Cups for ${names.join(', ')}.`);
  },

  // What Slack refuses, as an error that its client understands.
  sign: async ({ ack, client, command, respond }) => {
    await ack();
    try {
      await client.chat.postMessage({
        channel: command.channel_id, text: 'A sign', blocks: [{ type: 'header', text: plain('T'.repeat(151)) }],
      });
    } catch (refused) {
      await respond(`${refused.code}: ${refused.data.error}`);
    }
  },
};

app.command('/tea', (args) => commands[args.command.text](args));

app.action('pour', async ({ ack, action, body, respond }) => {
  await ack();
  await respond({ replace_original: true, text: `Poured ${action.value} in ${action.block_id} for <@${body.user.id}>.` });
});

app.action('more', async ({ ack, action, respond }) => {
  await ack();
  if (action.selected_option.value === 'away') await respond({ delete_original: true });
});

app.view('order', async ({ ack, body, client, view }) => {
  const { guests, leaf, day } = view.state.values;
  const cups = Number(guests.n.value);
  if (!(cups > 0)) {
    await ack({ response_action: 'errors', errors: { guests: 'Write a number, such as 2.' } });
    return;
  }
  await ack();
  await client.chat.postMessage({
    channel: body.user.id,
    text: `${cups} × ${leaf.kind.selected_option.text.text}, ${day.on.selected_date ?? 'any day'}, ${view.private_metadata}.`,
  });
});

app.view({ callback_id: 'order', type: 'view_closed' }, async ({ ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: 'No tea, then.' });
});

app.shortcut('order_anywhere', async ({ ack, client, shortcut }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: order('by shortcut') });
});

app.shortcut({ callback_id: 'quote', type: 'message_action' }, async ({ ack, respond, shortcut }) => {
  await ack();
  await respond(`You said: ${shortcut.message.text}`);
});

app.message(/^tea\b/, async ({ message, say }) => {
  await say(`Coming, <@${message.user}>.`);
});

app.event('app_home_opened', async ({ client, event }) => {
  await client.views.publish({
    user_id: event.user,
    view: { type: 'home', blocks: [{ type: 'header', text: plain('The tea room') }, section(`Open for <@${event.user}>.`)] },
  });
});

// What went wrong is shown by the test, which also looks at the exit code.
app.error(async (problem) => {
  console.error(problem);
  process.exitCode = 1;
});

process.stdin.on('end', async () => {
  await app.stop();
  process.exit();
});
process.stdin.resume();

await app.start();
