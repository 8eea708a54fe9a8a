import { onEvent, run } from './api.js';
import { ChatView } from './chat-view.js';
import { avatar, h, icon, iconButton, toast } from './dom.js';
import { t, timeOf, dayOf } from './i18n.js';

/** One person's Telegram: their chats and the open one. Wide enough, both are side by side. */
export class Column {
  constructor({ userId, app, onPersonChange, onClose }) {
    this.userId = userId;
    this.app = app;
    this.onPersonChange = onPersonChange;
    this.onClose = onClose;
    this.chatKey = null;
    this.items = [];
    this.chatView = null;
    this.element = h('section', { class: 'column' });
    this.stopEvents = onEvent((event) => this.#onEvent(event));
    this.redraw();
    void this.#restoreChat();
  }

  destroy() {
    this.stopEvents();
    this.chatView?.destroy();
    this.element.remove();
  }

  get person() {
    return (
      this.app.people.find((person) => person.id === this.userId) ?? { firstName: '?', id: this.userId, role: null }
    );
  }

  peopleChanged() {
    this.#drawHead();
    void this.refreshList();
  }

  redraw() {
    const { person } = this;
    this.head = h('header', { class: 'column-head' });
    this.list = h('ul', { class: 'chat-list', 'aria-label': t('chats') });
    this.chatBox = h('div', { class: 'chat-box' });
    this.element.setAttribute('aria-label', person.firstName);
    this.element.replaceChildren(h('div', { class: 'column-body' }, this.head, this.list, this.chatBox));
    this.#drawHead();
    void this.refreshList();
    this.#drawChat();
  }

  async openChat(chatKey) {
    this.chatKey = chatKey;
    localStorage.setItem(`sandbox.chat.${this.userId}`, chatKey ?? '');
    this.#drawChat();
    this.#drawList();
    this.chatView?.focus();
  }

  /** Opens the chat with a bot by name; with a parameter it also presses Start, as a deep link does. */
  async openBot(name, startParam) {
    try {
      const chat = await run('openPrivateChat', {
        userId: this.userId,
        bot: name,
        ...(startParam === undefined ? {} : { startParam }),
      });
      await this.refreshList();
      await this.openChat(chat.key);
    } catch (error) {
      toast(error.message);
    }
  }

  /** Reads the chats anew; calls that come meanwhile share one more reading. */
  refreshList() {
    this.isStale = true;
    this.reading ??= this.#readList().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  async #readList() {
    while (this.isStale) {
      this.isStale = false;
      this.items = await run('chatList', { userId: this.userId }).catch(() => this.items);
    }
    this.#drawList();
  }

  async #restoreChat() {
    await this.refreshList();
    const wanted = localStorage.getItem(`sandbox.chat.${this.userId}`);
    const isSeveral = document.body.classList.contains('several');
    const known =
      this.items.find((item) => item.chat.key === wanted) ??
      (isSeveral || this.element.clientWidth > 720 ? this.items[0] : undefined);
    if (known !== undefined && this.chatKey === null) await this.openChat(known.chat.key);
  }

  #drawHead() {
    const { person } = this;
    this.element.setAttribute('aria-label', person.firstName);
    const select = h(
      'select',
      {
        'aria-label': t('person'),
        onchange: (event) => {
          this.userId = Number(event.target.value);
          this.chatKey = null;
          this.onPersonChange();
          this.redraw();
          void this.#restoreChat();
        },
      },
      this.app.people.map((each) =>
        h(
          'option',
          { value: each.id, selected: each.id === this.userId },
          [each.firstName, each.lastName].filter(Boolean).join(' ') + (each.role ? ` · ${each.role}` : ''),
        ),
      ),
    );
    this.head.replaceChildren(
      avatar(person.id, [person.firstName, person.lastName].filter(Boolean).join(' '), 'small'),
      h('span', { class: 'select-box' }, select, icon('down')),
      iconButton('close', t('closeColumn'), () => this.onClose(), { class: 'icon-button close-column' }),
    );
  }

  #drawList() {
    const known = new Set(this.items.map((item) => item.chat.botId));
    const unknownBots = this.app.bots.filter((bot) => !known.has(bot.id));
    const focused = document.activeElement?.dataset?.chatKey;
    const rows = [
      ...this.items.map((item) => this.#chatRow(item)),
      ...unknownBots.map((bot) =>
        this.#row({ id: bot.id, title: bot.name, preview: t('notStarted'), onclick: () => this.openBot(bot.username) }),
      ),
    ];
    this.list.replaceChildren(...(rows.length > 0 ? rows : [h('li', { class: 'list-empty' }, t('noChats'))]));
    if (focused !== undefined) this.list.querySelector(`[data-chat-key="${CSS.escape(focused)}"]`)?.focus();
    const current = this.items.find((item) => item.chat.key === this.chatKey);
    const others = this.items.reduce((sum, item) => sum + (item === current ? 0 : item.unreadCount), 0);
    this.chatView?.showOtherUnread(others);
  }

  #chatRow({ chat, lastMessage, unreadCount }) {
    const sender =
      lastMessage !== null && chat.type !== 'private' && chat.type !== 'channel'
        ? `${lastMessage.isOwn ? '' : lastMessage.senderName}: `
        : '';
    const isToday = lastMessage !== null && dayOf(lastMessage.dateSec) === t('today');
    return this.#row({
      id: chat.botId ?? chat.id,
      key: chat.key,
      title: chat.title,
      preview:
        lastMessage === null
          ? t('notStarted')
          : (sender === ': ' ? '' : sender) + lastMessage.text.replaceAll('\n', ' '),
      time: lastMessage === null ? '' : isToday ? timeOf(lastMessage.dateSec) : dayOf(lastMessage.dateSec),
      unreadCount,
      onclick: () => this.openChat(chat.key),
    });
  }

  #row({ id, key, title, preview, time = '', unreadCount = 0, onclick }) {
    return h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'chat-row',
          'data-chat-key': key,
          'aria-current': key !== undefined && key === this.chatKey ? 'true' : undefined,
          'aria-label': unreadCount > 0 ? `${title}, ${t('unread', unreadCount)}` : title,
          onclick,
        },
        avatar(id, title, 'large'),
        h(
          'span',
          { class: 'row-text' },
          h('span', { class: 'row-top' }, h('strong', {}, title), h('time', {}, time)),
          h(
            'span',
            { class: 'row-bottom' },
            h('span', { class: 'preview' }, preview),
            unreadCount > 0 ? h('span', { class: 'badge' }, String(unreadCount)) : null,
          ),
        ),
      ),
    );
  }

  #drawChat() {
    this.chatView?.destroy();
    this.chatView = null;
    this.element.classList.toggle('in-chat', this.chatKey !== null);
    if (this.chatKey === null) {
      this.chatBox.replaceChildren(h('p', { class: 'choose-chat' }, t('chooseChat')));
      return;
    }
    this.chatView = new ChatView({
      column: this,
      userId: this.userId,
      chatKey: this.chatKey,
      onBack: () => this.openChat(null),
    });
    this.chatBox.replaceChildren(this.chatView.element);
  }

  #onEvent(event) {
    if (['message', 'edit', 'delete', 'chat', 'read', 'reset'].includes(event.type)) void this.refreshList();
    this.chatView?.onEvent(event);
  }
}
