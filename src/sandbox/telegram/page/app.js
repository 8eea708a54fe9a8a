import { connect, onEvent, run } from './api.js';
import { Column } from './column.js';
import { h, icon, iconButton } from './dom.js';
import { currentLanguage, setLanguage, t } from './i18n.js';
import { openTools, personForm } from './tools.js';

/** The page: who exists, which columns are open, how it looks. */
const app = { people: [], bots: [], columns: [], activeIndex: 0 };
const root = document.getElementById('columns');
const tabs = document.getElementById('tabs');
const offline = h('span', { class: 'offline', hidden: true }, t('offline'));

function readPeopleFromAddress() {
  const fromAddress = new URLSearchParams(location.search).get('people');
  const text = fromAddress ?? localStorage.getItem('sandbox.people') ?? '';
  const ids = text
    .split(',')
    .map(Number)
    .filter((id) => app.people.some((person) => person.id === id));
  return ids.length > 0 ? ids : app.people.slice(0, 1).map((person) => person.id);
}

function rememberPeople() {
  const ids = app.columns.map((column) => column.userId).join(',');
  localStorage.setItem('sandbox.people', ids);
  const address = new URL(location.href);
  address.searchParams.set('people', ids);
  history.replaceState(null, '', address);
}

function addColumn(userId) {
  const column = new Column({
    userId,
    app,
    onPersonChange: () => {
      rememberPeople();
      drawTabs();
    },
    onClose: () => removeColumn(column),
  });
  app.columns.push(column);
  root.append(column.element);
  return column;
}

function removeColumn(column) {
  if (app.columns.length === 1) return;
  app.columns.splice(app.columns.indexOf(column), 1);
  column.destroy();
  app.activeIndex = Math.min(app.activeIndex, app.columns.length - 1);
  rememberPeople();
  drawTabs();
}

function drawTabs() {
  tabs.hidden = app.columns.length < 2;
  root.style.setProperty('--columns', String(app.columns.length));
  document.body.classList.toggle('several', app.columns.length > 1);
  tabs.replaceChildren(
    ...app.columns.map((column, index) => {
      const name = app.people.find((person) => person.id === column.userId)?.firstName ?? '?';
      return h(
        'button',
        {
          type: 'button',
          'aria-pressed': String(index === app.activeIndex),
          onclick: () => {
            app.activeIndex = index;
            drawTabs();
          },
        },
        name,
      );
    }),
  );
  app.columns.forEach((column, index) => column.element.classList.toggle('active', index === app.activeIndex));
}

function applyTheme() {
  const theme = localStorage.getItem('sandbox.theme') ?? 'auto';
  const isDark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}

function drawBar() {
  document.title = t('sandbox');
  offline.textContent = t('offline');
  document.getElementById('bar').replaceChildren(
    h('img', { src: 'page/icon.svg', alt: '', class: 'logo' }),
    h('h1', {}, t('sandbox')),
    offline,
    h(
      'div',
      { class: 'bar-buttons' },
      iconButton('plus', t('addColumn'), () => {
        const taken = new Set(app.columns.map((column) => column.userId));
        const next = app.people.find((person) => !taken.has(person.id)) ?? app.people[0];
        if (next === undefined) return;
        addColumn(next.id);
        app.activeIndex = app.columns.length - 1;
        rememberPeople();
        drawTabs();
      }),
      iconButton('tools', t('tools'), () => openTools(app)),
      iconButton('moon', t('theme'), () => {
        localStorage.setItem('sandbox.theme', document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
        applyTheme();
      }),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button language',
          'aria-label': t('language'),
          title: t('language'),
          onclick: () => {
            setLanguage(currentLanguage() === 'ru' ? 'en' : 'ru');
            drawBar();
            for (const column of app.columns) column.redraw();
          },
        },
        t('languageShort'),
      ),
    ),
  );
}

async function readPeople() {
  [app.people, app.bots] = await Promise.all([run('listUsers'), run('listBots')]);
}

function drawPeople() {
  if (app.people.length === 0) {
    root.replaceChildren(
      h(
        'section',
        { class: 'empty-page' },
        h('div', { class: 'empty-mark' }, icon('plus')),
        h('h2', {}, t('noPeople')),
        h('p', {}, t('noPeopleHint')),
        personForm(),
      ),
    );
    return;
  }
  if (app.columns.length === 0) {
    root.replaceChildren();
    for (const id of readPeopleFromAddress()) addColumn(id);
    rememberPeople();
  }
  for (const column of app.columns) column.peopleChanged();
  drawTabs();
}

applyTheme();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
drawBar();
await readPeople();
drawPeople();
onEvent(async (event) => {
  if (event.type === 'user' || event.type === 'bot' || event.type === 'reset') {
    await readPeople();
    drawPeople();
  }
});
connect((isOnline) => {
  offline.hidden = isOnline;
});
