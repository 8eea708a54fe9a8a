import { run } from './api.js';
import { Composer } from './composer.js';
import { avatar, h, icon, iconButton, openDialog, toast } from './dom.js';
import { renderFormatted } from './formatted-text.js';
import { dayOf, t } from './i18n.js';
import { openMenu } from './menu.js';
import { renderMessage } from './message.js';

const actionLastsMs = 5_000;

/** An open chat: messages, keyboards, what the bot is doing right now, and the line to write in. */
export class ChatView {
  constructor({ column, userId, chatKey, onBack }) {
    Object.assign(this, { column, userId, chatKey, screen: null, action: null, nodes: new Map() });
    this.title = h('div', { class: 'chat-title' });
    this.otherUnread = h('span', { class: 'badge other-unread', hidden: true });
    this.pinnedBar = h('button', { type: 'button', class: 'pinned-bar', hidden: true });
    this.log = h('div', { class: 'log', role: 'log', 'aria-live': 'polite', tabindex: '0' });
    this.live = h('div', { class: 'live' });
    this.scroller = h('div', { class: 'scroller' }, this.log, this.live);
    this.downButton = iconButton('down', t('downArrow'), () => this.scrollDown(true), {
      class: 'icon-button down-button',
      hidden: true,
    });
    this.toasts = h('div', { class: 'toasts local', role: 'status' });
    this.composer = new Composer(this);
    this.element = h(
      'div',
      { class: 'chat' },
      h(
        'header',
        { class: 'chat-head' },
        h(
          'span',
          { class: 'back-box' },
          iconButton('back', t('back'), onBack, { class: 'icon-button back' }),
          this.otherUnread,
        ),
        this.title,
        iconButton('more', t('chatMenu'), (event) => this.#chatMenu(event.currentTarget), { 'aria-haspopup': 'menu' }),
      ),
      this.pinnedBar,
      h('div', { class: 'wallpaper' }, this.scroller, this.downButton, this.toasts),
      this.composer.element,
    );
    this.isStuck = true;
    this.scroller.addEventListener('scroll', () => {
      this.isStuck = this.isAtBottom();
      this.downButton.hidden = this.isStuck;
    });
    // Pictures load late and keyboards open: whoever was at the end stays there.
    this.resizes = new ResizeObserver(() => {
      if (this.isStuck) this.scrollDown();
    });
    for (const part of [this.scroller, this.log, this.live]) this.resizes.observe(part);
    this.pinnedBar.addEventListener('click', () => this.jump(this.screen.pinned.messageId));
    void this.refresh();
  }

  destroy() {
    clearTimeout(this.actionTimer);
    clearTimeout(this.draftTimer);
    this.resizes.disconnect();
    this.isGone = true;
  }

  focus() {
    if (matchMedia('(hover: hover)').matches) this.composer.focus();
  }

  showOtherUnread(count) {
    this.otherUnread.hidden = count === 0;
    this.otherUnread.textContent = String(count);
  }

  onEvent(event) {
    if (event.type === 'reset' || event.type === 'bot') void this.refresh();
    if (event.chatKey !== this.chatKey) return;
    if (event.type === 'action') this.#showAction(event.data.action);
    else if (event.type === 'draft') this.#showDraft(event.data);
    else if (['message', 'edit', 'delete', 'chat'].includes(event.type)) {
      if (event.type === 'message') this.#showAction(null);
      void this.refresh();
    }
  }

  /** Reads the chat anew; calls that come while one is under way are folded into one more. */
  async refresh() {
    if (this.isReading) {
      this.isStale = true;
      return;
    }
    this.isReading = true;
    try {
      do {
        this.isStale = false;
        this.screen = await run('chatScreen', { userId: this.userId, chatKey: this.chatKey });
      } while (this.isStale);
      if (!this.isGone) this.#draw();
    } catch (error) {
      if (!this.isGone) this.log.replaceChildren(h('p', { class: 'chat-error' }, error.message));
    } finally {
      this.isReading = false;
    }
  }

  isAtBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  notify(text) {
    toast(text, this.toasts);
  }

  scrollDown(isSmooth = false) {
    this.isStuck = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: isSmooth ? 'smooth' : 'instant' });
  }

  jump(messageId) {
    const node = this.log.querySelector(`[data-message-id="${messageId}"]`);
    if (node === null) return;
    node.scrollIntoView({ block: 'center', behavior: 'smooth' });
    node.classList.remove('flash');
    void node.offsetWidth;
    node.classList.add('flash');
  }

  #draw() {
    const { screen } = this;
    const wasAtBottom = this.isStuck || this.lastDrawnId === undefined;
    this.#drawTitle();
    this.log.setAttribute('aria-label', screen.chat.title);
    this.pinnedBar.hidden = screen.pinned === null;
    if (screen.pinned !== null) {
      this.pinnedBar.setAttribute('aria-label', t('pinned'));
      this.pinnedBar.replaceChildren(
        icon('pin'),
        h(
          'span',
          {},
          h('strong', {}, t('pinned')),
          h('span', { class: 'preview' }, screen.pinned.text.split('\n')[0] || '…'),
        ),
      );
    }
    this.#drawMessages();
    this.#drawLive(screen.draft);
    this.composer.draw(screen);
    const last = screen.messages.at(-1);
    const isOwnNew = last !== undefined && last.messageId !== this.lastDrawnId && last.from.id === this.userId;
    this.lastDrawnId = last?.messageId ?? 0;
    if (wasAtBottom || isOwnNew) this.scrollDown();
    if (last !== undefined && document.visibilityState === 'visible' && this.element.offsetParent !== null) {
      void run('markRead', { userId: this.userId, chatKey: this.chatKey, messageId: last.messageId }).catch(
        () => undefined,
      );
    }
  }

  #drawTitle() {
    const { chat, isBlocked } = this.screen;
    const busy =
      this.action === null
        ? null
        : h(
            'span',
            { class: 'busy' },
            t(this.action),
            h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
          );
    const count = chat.memberIds.length;
    const calm =
      chat.type === 'private' ? t('bot') : chat.type === 'channel' ? t('subscribers', count) : t('members', count);
    this.title.replaceChildren(
      avatar(chat.botId ?? chat.id, chat.title, 'medium'),
      h(
        'div',
        { class: 'title-text' },
        h('h2', {}, chat.title),
        h('span', { class: 'subtitle', role: 'status' }, busy ?? (isBlocked ? t('block') : calm)),
      ),
    );
  }

  #drawMessages() {
    const { messages, chat } = this.screen;
    const isGroup = chat.type === 'group' || chat.type === 'supergroup';
    const wanted = [];
    const seen = new Set();
    const keep = (key, fingerprint, make) => {
      seen.add(key);
      const known = this.nodes.get(key);
      if (known !== undefined && known.fingerprint === fingerprint) return wanted.push(known.node);
      const node = make();
      if (known === undefined && this.nodes.size > 0) node.classList.add('arriving');
      this.nodes.set(key, { node, fingerprint });
      return wanted.push(node);
    };
    if (messages.length === 0) keep('welcome', this.screen.botDescription, () => this.#welcome());
    let previous = null;
    messages.forEach((message, index) => {
      const day = dayOf(message.dateSec);
      if (previous === null || dayOf(previous.dateSec) !== day)
        keep(`day:${day}`, day, () => h('div', { class: 'service day' }, h('span', {}, day)));
      if (chat.isForum && message.threadId !== (previous?.threadId ?? null)) {
        const topic = chat.topics.find((each) => each.threadId === message.threadId)?.name ?? t('general');
        keep(`topic:${message.messageId}`, topic, () =>
          h('div', { class: 'service topic' }, h('span', {}, `# ${topic}`)),
        );
      }
      const next = messages[index + 1];
      const view = {
        userId: this.userId,
        showsName: isGroup,
        showsAvatar: isGroup && (message.from.id !== this.userId || message.from.isBot),
        isFirst: !belongTogether(previous, message),
        isLast: !belongTogether(message, next),
      };
      keep(`m:${message.messageId}`, JSON.stringify([message, view]), () =>
        renderMessage(message, view, this.#actions()),
      );
      previous = message;
    });
    for (const key of [...this.nodes.keys()]) if (!seen.has(key)) this.nodes.delete(key);
    syncChildren(this.log, wanted);
  }

  #welcome() {
    const text = this.screen.botDescription;
    return h(
      'div',
      { class: 'welcome' },
      avatar(this.screen.chat.botId ?? this.screen.chat.id, this.screen.chat.title, 'huge'),
      h('strong', {}, text === '' ? this.screen.chat.title : t('startHint')),
      text === '' ? null : h('p', {}, text),
    );
  }

  #showAction(action) {
    clearTimeout(this.actionTimer);
    this.action = action;
    if (action !== null) this.actionTimer = setTimeout(() => this.#showAction(null), actionLastsMs);
    if (this.screen !== null) this.#drawTitle();
  }

  #showDraft(draft) {
    clearTimeout(this.draftTimer);
    const wasAtBottom = this.isAtBottom();
    this.#drawLive(draft);
    this.draftTimer = setTimeout(() => this.#drawLive(null), 30_000);
    if (wasAtBottom) this.scrollDown();
  }

  #drawLive(draft) {
    if (draft === null) {
      this.live.replaceChildren();
      return;
    }
    const text =
      draft.text === ''
        ? h('span', { class: 'thinking' }, t('thinking'))
        : renderFormatted(draft.text, draft.entities, this.#actions());
    this.live.replaceChildren(
      h(
        'div',
        { class: 'message their first last draft' },
        h(
          'div',
          { class: 'bubble' },
          h('div', { class: 'text' }, text, h('span', { class: 'caret', 'aria-hidden': 'true' })),
        ),
      ),
    );
  }

  #actions() {
    return {
      tap: (message, button, element) => this.#tap(message, button, element),
      reply: (message) => this.composer.replyTo(message),
      menu: (message, anchor) => this.#messageMenu(message, anchor),
      jump: (messageId) => this.jump(messageId),
      react: (message, emoji) =>
        this.#try(() =>
          run('react', { userId: this.userId, chatKey: this.chatKey, messageId: message.messageId, emoji }),
        ),
      command: (text) => this.composer.sendText(text),
      mention: (name) => this.column.openBot(name),
      deepLink: (name, param) => this.column.openBot(name, param),
    };
  }

  async #tap(message, button, element) {
    if (element.getAttribute('aria-busy') === 'true') return;
    element.setAttribute('aria-busy', 'true');
    try {
      const wanted = button.callback_data ?? button.text;
      const result = await run('tap', {
        userId: this.userId,
        chatKey: this.chatKey,
        messageId: message.messageId,
        button: wanted,
        waitMs: 15_000,
      });
      await this.#showTapResult(result);
    } catch (error) {
      this.notify(error.message);
    } finally {
      element.removeAttribute('aria-busy');
    }
  }

  async #showTapResult(result) {
    switch (result.kind) {
      case 'callback':
        if (result.status === 'pending') this.notify(t('noAnswer'));
        else if (result.url) await this.#openLink(result.url);
        else if (result.text && result.isAlert)
          await openDialog({
            title: this.screen.chat.title,
            body: h('p', { class: 'alert-text' }, result.text),
            buttons: [{ label: t('ok'), value: 'ok', kind: 'primary' }],
          });
        else if (result.text) this.notify(result.text);
        return;
      case 'url':
        return this.#openLink(result.url);
      case 'webApp':
        await this.openApp(result.url);
        return;
      case 'copied':
        await navigator.clipboard?.writeText(result.text).catch(() => undefined);
        this.notify(`${t('copied')}: ${result.text}`);
        return;
      case 'inlineQuery':
        this.composer.startInlineQuery(result.query);
        return;
      default:
    }
  }

  /** Opens a Mini App over the chat, with launch data signed for this person. */
  async openApp(address, isFromKeyboard = false) {
    const { bots } = this.column.app;
    const bot = bots.find((each) => each.id === this.screen.chat.botId) ?? bots[0];
    const { url } = await run('launchApp', {
      userId: this.userId,
      bot: bot.username,
      url: address,
      theme: document.documentElement.dataset.theme,
      isFromKeyboard,
    });
    await openDialog({
      title: this.screen.chat.title,
      wide: true,
      body: h('iframe', { src: url, class: 'web-app', title: this.screen.chat.title }),
      buttons: [{ label: t('close'), value: '' }],
    });
  }

  async #openLink(url) {
    const deep = /^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)([A-Za-z0-9_]+)(?:[?&]start=([A-Za-z0-9_-]*))?$/.exec(
      url,
    );
    if (deep !== null) return this.column.openBot(deep[1], deep[2]);
    const answer = await openDialog({
      title: t('openLink'),
      body: h('p', { class: 'alert-text' }, url),
      buttons: [
        { label: t('cancel'), value: '' },
        { label: t('open'), value: 'open', kind: 'primary' },
      ],
    });
    if (answer === 'open') window.open(url, '_blank', 'noopener');
    return undefined;
  }

  #messageMenu(message, anchor) {
    const place = { userId: this.userId, chatKey: this.chatKey, messageId: message.messageId };
    const isOwn = message.from.id === this.userId;
    openMenu(anchor, [
      { label: t('reply'), run: () => this.composer.replyTo(message) },
      ...['👍', '❤️', '🔥'].map((emoji) => ({
        label: emoji,
        isReaction: true,
        run: () => this.#try(() => run('react', { ...place, emoji })),
      })),
      message.text === '' ? null : { label: t('copy'), run: () => navigator.clipboard?.writeText(message.text) },
      { label: t('forward'), run: () => this.#forward(message) },
      isOwn && message.text !== '' ? { label: t('edit'), run: () => this.composer.editMessage(message) } : null,
      isOwn || this.screen.chat.type === 'private'
        ? { label: t('delete'), isDanger: true, run: () => this.#try(() => run('deleteMessage', place)) }
        : null,
    ]);
  }

  async #forward(message) {
    const list = h('div', { class: 'pick-list' });
    const done = openDialog({ title: t('forwardTo'), body: list, buttons: [{ label: t('cancel'), value: '' }] });
    list.replaceChildren(
      ...this.column.items.map(({ chat }) =>
        h(
          'button',
          { type: 'button', class: 'pick', onclick: () => list.closest('dialog').close(chat.key) },
          avatar(chat.botId ?? chat.id, chat.title, 'small'),
          chat.title,
        ),
      ),
    );
    const toChatKey = await done;
    if (toChatKey === '') return;
    await this.#try(() =>
      run('forward', { userId: this.userId, fromChatKey: this.chatKey, messageId: message.messageId, toChatKey }),
    );
    await this.column.openChat(toChatKey);
  }

  #chatMenu(anchor) {
    const { chat, isBlocked } = this.screen;
    const bot = this.column.app.bots.find((each) => each.id === chat.botId);
    const entries =
      bot === undefined
        ? []
        : [
            { label: t('restartBot'), run: () => this.composer.sendText('/start') },
            {
              label: isBlocked ? t('unblock') : t('block'),
              isDanger: !isBlocked,
              run: () =>
                this.#try(() => run('setBlocked', { userId: this.userId, bot: bot.username, isBlocked: !isBlocked })),
            },
          ];
    const names = chat.memberIds
      .map(
        (id) =>
          this.column.app.people.find((person) => person.id === id)?.firstName ??
          this.column.app.bots.find((each) => each.id === id)?.name,
      )
      .filter(Boolean);
    openMenu(anchor, [
      ...entries,
      ...(chat.type === 'private' ? [] : names.map((label) => ({ label, isPlain: true, run: () => undefined }))),
    ]);
  }

  async #try(act) {
    try {
      await act();
    } catch (error) {
      this.notify(error.message);
    }
  }
}

function belongTogether(a, b) {
  if (a === null || a === undefined || b === null || b === undefined) return false;
  return (
    a.service === null &&
    b.service === null &&
    a.from.id === b.from.id &&
    a.threadId === b.threadId &&
    b.dateSec - a.dateSec < 300
  );
}

/** Makes the element's children exactly those nodes, moving as few as possible so that focus stays where it is. */
function syncChildren(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}
