import { onEvent, run } from './api.js';
import { h, openDialog, toast } from './dom.js';
import { t } from './i18n.js';

const faultKinds = {
  fault429: { status: 429, retryAfter: 3 },
  fault500: { status: 500 },
  fault403: { status: 403 },
  fault404: { status: 404 },
  faultDrop: { drop: true },
  faultLost: { drop: true, afterEffect: true },
  faultSlow: { latencyMs: 5_000 },
};

/** The panel: people, groups, faults. */
export async function openTools(app) {
  const faults = h('div', { class: 'fault-list', 'aria-live': 'polite' });
  const draw = async () => faults.replaceChildren(...faultRows(await run('faults')));
  const stop = onEvent((event) => {
    if (event.type === 'fault' || event.type === 'reset') void draw();
  });
  const body = h(
    'div',
    { class: 'tools' },
    section(t('people'), personForm()),
    section(t('groups'), groupForm(app)),
    section(t('faults'), faultForm(), faults),
  );
  void draw();
  await openDialog({ title: t('tools'), wide: true, body, buttons: [{ label: t('close'), value: '' }] });
  stop();
}

function section(title, ...children) {
  return h('section', {}, h('h3', {}, title), ...children);
}

function field(label, control) {
  return h('label', { class: 'field' }, h('span', {}, label), control);
}

function form(submitLabel, onSubmit, ...children) {
  return h(
    'form',
    {
      class: 'tool-form',
      onsubmit: async (event) => {
        event.preventDefault();
        try {
          await onSubmit(new FormData(event.target), event.target);
        } catch (error) {
          toast(error.message);
        }
      },
    },
    ...children,
    h('button', { type: 'submit', class: 'text-button primary' }, submitLabel),
  );
}

export function personForm() {
  return form(
    t('createPerson'),
    async (data, element) => {
      const filled = Object.fromEntries([...data].filter(([, value]) => value !== ''));
      await run('createUser', filled);
      element.reset();
      toast(t('created'));
    },
    field(t('firstName'), h('input', { name: 'firstName', required: true, maxlength: 64, autocomplete: 'off' })),
    field(t('lastName'), h('input', { name: 'lastName', maxlength: 64, autocomplete: 'off' })),
    field(t('role'), h('input', { name: 'role', maxlength: 40, autocomplete: 'off' })),
    field(
      t('phone'),
      h('input', { name: 'phoneNumber', inputmode: 'tel', pattern: '\\+?[0-9]{7,15}', autocomplete: 'off' }),
    ),
    field(
      t('uiLanguage'),
      h(
        'select',
        { name: 'languageCode' },
        h('option', { value: 'ru' }, 'Русский'),
        h('option', { value: 'en' }, 'English'),
      ),
    ),
  );
}

function groupForm(app) {
  return form(
    t('createGroup'),
    async (data, element) => {
      const kind = data.get('kind');
      await run('createChat', {
        type: kind === 'channel' ? 'channel' : 'supergroup',
        title: data.get('title'),
        isForum: kind === 'forum',
        memberIds: data.getAll('member').map(Number),
        bots: app.bots.map((bot) => ({ bot: bot.username, isAdmin: data.get('isAdmin') === 'on' })),
      });
      element.reset();
      toast(t('created'));
    },
    field(t('title'), h('input', { name: 'title', required: true, maxlength: 128, autocomplete: 'off' })),
    field(
      t('kind'),
      h(
        'select',
        { name: 'kind' },
        h('option', { value: 'group' }, t('group')),
        h('option', { value: 'forum' }, t('forum')),
        h('option', { value: 'channel' }, t('channel')),
      ),
    ),
    h(
      'fieldset',
      { class: 'checks' },
      h('legend', {}, t('people')),
      app.people.map((person) =>
        h(
          'label',
          {},
          h('input', { type: 'checkbox', name: 'member', value: person.id, checked: true }),
          person.firstName,
        ),
      ),
    ),
    h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'isAdmin', checked: true }), t('botIsAdmin')),
  );
}

function faultForm() {
  const methodNames = [
    'sendMessage',
    'editMessageText',
    'answerCallbackQuery',
    'sendVoice',
    'sendDocument',
    'sendChatAction',
    'sendMessageDraft',
    'setMyCommands',
    'getUpdates',
    'getFile',
    '*',
  ];
  return h(
    'div',
    {},
    form(
      t('inject'),
      async (data) => {
        const times = Number(data.get('times'));
        await run('fail', {
          method: data.get('method'),
          times: times === 0 ? 'always' : times,
          ...faultKinds[data.get('fault')],
        });
      },
      field(
        t('method'),
        h('input', { name: 'method', value: 'sendMessage', list: 'method-names', required: true, autocomplete: 'off' }),
      ),
      h(
        'datalist',
        { id: 'method-names' },
        methodNames.map((name) => h('option', { value: name })),
      ),
      field(
        t('fault'),
        h(
          'select',
          { name: 'fault' },
          Object.keys(faultKinds).map((name) => h('option', { value: name }, t(name))),
        ),
      ),
      field(t('times'), h('input', { name: 'times', type: 'number', min: 0, max: 1000, value: '1' })),
    ),
    h(
      'label',
      { class: 'check' },
      h('input', {
        type: 'checkbox',
        onchange: (event) =>
          run('setFloodLimits', { isOn: event.target.checked }).catch((error) => toast(error.message)),
      }),
      t('floodLimits'),
    ),
  );
}

function faultRows(faults) {
  if (faults.length === 0) return [h('p', { class: 'muted' }, t('noFaults'))];
  return [
    ...faults.map((fault) =>
      h(
        'div',
        { class: 'fault-row' },
        h(
          'code',
          {},
          `${fault.method} → ${fault.status ?? ''}${fault.drop ? ' drop' : ''}${fault.latencyMs ? ` ${fault.latencyMs} ms` : ''}${fault.afterEffect ? ' after' : ''}`,
        ),
        h('span', { class: 'muted' }, `${t('used', fault.used)} / ${fault.times === 'always' ? '∞' : fault.times}`),
        h(
          'button',
          { type: 'button', class: 'text-button', onclick: () => run('clearFaults', { id: fault.id }) },
          t('delete'),
        ),
      ),
    ),
    h('button', { type: 'button', class: 'text-button danger', onclick: () => run('clearFaults') }, t('clearFaults')),
  ];
}
