import { run } from './api.js';
import { h, icon, iconButton } from './dom.js';
import { t } from './i18n.js';
import { openMenu } from './menu.js';

/** The line to write in: text, commands, attachments, replies, edits, and the bot's reply keyboard below it. */
export class Composer {
  constructor(chat) {
    this.chat = chat;
    this.mode = null;
    this.isKeyboardHidden = false;
    this.input = h('textarea', {
      rows: 1,
      'aria-label': t('message'),
      placeholder: t('message'),
      enterkeyhint: 'send',
    });
    this.sendButton = iconButton('send', t('send'), () => this.#submit(), { class: 'icon-button send' });
    this.micButton = iconButton('mic', t('record'), () => this.#record(), { class: 'icon-button mic' });
    this.keyboardButton = iconButton('keyboard', t('keyboard'), () => this.#toggleKeyboard(), { hidden: true });
    this.commandsButton = h(
      'button',
      {
        type: 'button',
        class: 'commands-button',
        'aria-label': t('commands'),
        title: t('commands'),
        hidden: true,
        onclick: () => this.#toggleCommands(),
      },
      icon('slash'),
    );
    this.fileInput = h('input', {
      type: 'file',
      hidden: true,
      multiple: true,
      'aria-label': t('photoOrFile'),
      onchange: () => this.#sendFiles(),
    });
    this.suggestions = h('ul', { class: 'suggestions', 'aria-label': t('commands'), hidden: true });
    this.modeBar = h('div', { class: 'mode-bar', hidden: true });
    this.keyboard = h('div', { class: 'reply-keyboard', role: 'group', 'aria-label': t('keyboard'), hidden: true });
    this.line = h(
      'div',
      { class: 'composer-line' },
      this.commandsButton,
      iconButton('attach', t('attach'), (event) => this.#attachMenu(event.currentTarget), { 'aria-haspopup': 'menu' }),
      this.input,
      this.keyboardButton,
      this.micButton,
      this.sendButton,
      this.fileInput,
    );
    this.startButton = h(
      'button',
      { type: 'button', class: 'start-button', hidden: true, onclick: () => this.#start() },
      t('start'),
    );
    this.notice = h('p', { class: 'read-only', hidden: true }, t('readOnly'));
    this.element = h(
      'footer',
      { class: 'composer' },
      this.suggestions,
      this.modeBar,
      this.line,
      this.startButton,
      this.notice,
      this.keyboard,
    );
    this.input.addEventListener('input', () => this.#inputChanged());
    this.input.addEventListener('keydown', (event) => this.#onKey(event));
    this.input.addEventListener('paste', (event) => this.#onPaste(event));
    this.#inputChanged();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  draw(screen) {
    const needsStart = screen.isBlocked || !screen.hasStarted;
    this.startButton.hidden = !needsStart;
    this.startButton.textContent = screen.isBlocked ? t('restart') : t('start');
    this.notice.hidden = screen.canWrite;
    this.line.hidden = needsStart || !screen.canWrite;
    const app = screen.menuButton?.type === 'web_app' ? screen.menuButton : null;
    this.commandsButton.hidden = app === null && screen.commands.length === 0;
    this.commandsButton.classList.toggle('opens-app', app !== null);
    this.commandsButton.setAttribute('aria-label', app?.text ?? t('commands'));
    this.commandsButton.replaceChildren(app === null ? icon('slash') : app.text);
    this.menuApp = app?.web_app?.url;
    this.screen = screen;
    const placeholder =
      screen.keyboard?.input_field_placeholder ?? screen.forceReply?.input_field_placeholder ?? t('message');
    this.input.placeholder = placeholder;
    if (screen.forceReply !== null && this.forcedBy !== screen.forceReply.messageId) {
      this.forcedBy = screen.forceReply.messageId;
      this.replyTo(screen.messages.at(-1));
    }
    this.#drawKeyboard(screen.keyboard);
  }

  replyTo(message) {
    this.#setMode({ kind: 'reply', message });
  }

  editMessage(message) {
    this.#setMode({ kind: 'edit', message });
    this.input.value = message.text;
    this.#inputChanged();
  }

  startInlineQuery(query) {
    const bot =
      this.chat.column.app.bots.find((each) => each.id === this.screen.chat.botId) ?? this.chat.column.app.bots[0];
    if (bot === undefined) return;
    this.input.value = `@${bot.username} ${query}`;
    this.focus();
    this.#inputChanged();
  }

  async sendText(text) {
    const message = this.mode?.kind === 'reply' ? this.mode.message : undefined;
    const edited = this.mode?.kind === 'edit' ? this.mode.message : undefined;
    this.#setMode(null);
    try {
      if (edited !== undefined) await run('editText', { ...this.#place(), messageId: edited.messageId, text });
      else await run('sendText', { ...this.#place(), text, ...this.#answering(message) });
    } catch (error) {
      this.chat.notify(error.message);
    }
  }

  #place() {
    return { userId: this.chat.userId, chatKey: this.chat.chatKey };
  }

  // In a group with topics a message goes where the one it answers is, else to where the talk last was.
  #answering(message) {
    const threadId =
      message?.threadId ??
      (this.screen.chat.isForum ? (this.screen.messages.at(-1)?.threadId ?? undefined) : undefined);
    return {
      ...(message === undefined ? {} : { replyToId: message.messageId }),
      ...(threadId === undefined || threadId === null ? {} : { threadId }),
    };
  }

  #submit() {
    const text = this.input.value.trim();
    if (text === '') return;
    this.input.value = '';
    this.#inputChanged();
    this.focus();
    void this.sendText(text);
  }

  async #start() {
    const bot = this.chat.column.app.bots.find((each) => each.id === this.screen.chat.botId);
    if (bot !== undefined && this.screen.isBlocked)
      await run('setBlocked', { userId: this.chat.userId, bot: bot.username, isBlocked: false });
    await this.sendText('/start');
  }

  #onKey(event) {
    const options = [...this.suggestions.querySelectorAll('button')];
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      const chosen = options[this.suggestionIndex ?? -1];
      if (!this.suggestions.hidden && chosen !== undefined) chosen.click();
      else this.#submit();
    } else if (event.key === 'Escape') {
      this.suggestions.hidden = true;
      if (this.mode?.kind === 'edit') this.input.value = '';
      this.#setMode(null);
      this.#inputChanged();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !this.suggestions.hidden) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.suggestionIndex = ((this.suggestionIndex ?? -1) + step + options.length) % options.length;
      options.forEach((option, index) => option.classList.toggle('chosen', index === this.suggestionIndex));
      options[this.suggestionIndex]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'ArrowUp' && this.input.value === '') {
      const own = this.screen.messages.findLast(
        (message) => message.from.id === this.chat.userId && message.text !== '',
      );
      if (own !== undefined) this.editMessage(own);
    }
  }

  #inputChanged() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, 180)}px`;
    const isEmpty = this.input.value.trim() === '';
    this.sendButton.hidden = isEmpty;
    this.micButton.hidden = !isEmpty || navigator.mediaDevices?.getUserMedia === undefined;
    this.sendButton.classList.toggle('ready', !isEmpty);
    if (this.micButton.hidden && isEmpty) this.sendButton.hidden = false;
    const value = this.input.value;
    const inline = /^@([A-Za-z0-9_]+) (.*)$/s.exec(value);
    if (/^\/[a-z0-9_]*$/i.test(value)) this.#suggestCommands(value.slice(1).toLowerCase());
    else if (inline !== null && this.chat.column.app.bots.some((bot) => bot.username === inline[1]))
      void this.#suggestInline(inline[1], inline[2]);
    else this.suggestions.hidden = true;
  }

  #suggestCommands(prefix) {
    const fitting = (this.screen?.commands ?? []).filter((each) => each.command.startsWith(prefix));
    this.#showSuggestions(
      fitting.map((each) => {
        const text = this.screen.chat.type === 'private' ? `/${each.command}` : `/${each.command}@${each.bot}`;
        return { title: `/${each.command}`, text: each.description, run: () => this.sendText(text) };
      }),
    );
  }

  async #suggestInline(bot, query) {
    const value = this.input.value;
    const answer = await run('inlineQuery', {
      userId: this.chat.userId,
      bot,
      query,
      chatType: this.screen.chat.type === 'private' ? 'sender' : this.screen.chat.type,
    }).catch(() => null);
    if (this.input.value !== value || answer === null) return;
    this.#showSuggestions(
      answer.results.map((result) => ({
        title: result.title ?? result.id,
        text: result.description ?? '',
        run: () =>
          run('chooseInlineResult', { ...this.#place(), bot, query, result }).catch((error) =>
            this.chat.notify(error.message),
          ),
      })),
    );
  }

  #showSuggestions(entries) {
    this.suggestionIndex = entries.length > 0 && this.input.value.length > 1 ? 0 : undefined;
    this.suggestions.hidden = entries.length === 0;
    this.suggestions.replaceChildren(
      ...entries.map((entry, index) =>
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              class: index === this.suggestionIndex ? 'chosen' : '',
              onclick: () => {
                this.input.value = '';
                this.#inputChanged();
                void entry.run();
                this.focus();
              },
            },
            h('strong', {}, entry.title),
            h('span', {}, entry.text),
          ),
        ),
      ),
    );
  }

  #toggleCommands() {
    if (this.menuApp !== undefined) {
      this.chat.openApp(this.menuApp).catch((error) => this.chat.notify(error.message));
      return;
    }
    if (!this.suggestions.hidden) {
      this.suggestions.hidden = true;
      return;
    }
    this.#suggestCommands('');
    this.suggestions.querySelector('button')?.focus();
  }

  #setMode(mode) {
    this.mode = mode;
    this.modeBar.hidden = mode === null;
    this.sendButton.setAttribute('aria-label', mode?.kind === 'edit' ? t('save') : t('send'));
    if (mode === null) return;
    const title = mode.kind === 'edit' ? t('editing') : mode.message.from.name;
    const cancel = iconButton('close', t('cancel'), () => {
      if (mode.kind === 'edit') this.input.value = '';
      this.#setMode(null);
      this.#inputChanged();
    });
    this.modeBar.replaceChildren(
      icon('reply'),
      h(
        'span',
        { class: 'mode-text' },
        h('strong', {}, title),
        h('span', {}, mode.message.text.split('\n')[0].slice(0, 100) || '…'),
      ),
      cancel,
    );
    this.focus();
  }

  #drawKeyboard(keyboard) {
    const has = keyboard !== null;
    this.keyboardButton.hidden = !has;
    this.keyboard.hidden = !has || this.isKeyboardHidden || this.line.hidden;
    const key = JSON.stringify(keyboard);
    if (this.drawnKeyboard === key) return;
    if (this.drawnKeyboard !== undefined) this.isKeyboardHidden = false;
    this.keyboard.hidden = !has || this.line.hidden;
    this.drawnKeyboard = key;
    this.keyboard.replaceChildren(
      ...(keyboard?.keyboard ?? []).map((row) =>
        h(
          'div',
          { class: 'key-row' },
          row.map((button) =>
            h(
              'button',
              { type: 'button', class: `reply-key ${button.style ?? ''}`, onclick: () => this.#tapKey(button) },
              button.text,
            ),
          ),
        ),
      ),
    );
  }

  async #tapKey(button) {
    try {
      const result = await run('tapKeyboard', { ...this.#place(), button: button.text });
      if (result.kind === 'webApp') await this.chat.openApp(result.url, true);
    } catch (error) {
      this.chat.notify(error.message);
    }
  }

  #toggleKeyboard() {
    this.isKeyboardHidden = !this.isKeyboardHidden;
    this.keyboard.hidden = this.isKeyboardHidden;
    this.chat.scrollDown();
  }

  #attachMenu(anchor) {
    const pick = (kind, accept) => () => {
      this.pickedKind = kind;
      this.fileInput.accept = accept;
      this.fileInput.click();
    };
    openMenu(anchor, [
      { label: t('photoOrFile'), run: pick(null, '') },
      { label: t('voiceFile'), run: pick('voice', 'audio/*') },
      {
        label: t('shareContact'),
        run: () => run('sendContact', this.#place()).catch((error) => this.chat.notify(error.message)),
      },
      {
        label: t('shareLocation'),
        run: () =>
          run('sendLocation', { ...this.#place(), latitude: 55.7558, longitude: 37.6173 }).catch((error) =>
            this.chat.notify(error.message),
          ),
      },
    ]);
  }

  async #sendFiles() {
    const files = [...this.fileInput.files];
    this.fileInput.value = '';
    for (const file of files) await this.#sendFile(file, this.pickedKind ?? kindOf(file));
  }

  #onPaste(event) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    for (const file of files) void this.#sendFile(file, kindOf(file));
  }

  async #sendFile(file, kind) {
    try {
      const caption = this.input.value.trim();
      this.input.value = '';
      this.#inputChanged();
      await run('sendMedia', {
        ...this.#place(),
        kind,
        base64: await toBase64(file),
        fileName: file.name ?? '',
        mimeType: (file.type || '').split(';')[0],
        ...(await measure(file, kind)),
        ...(caption === '' ? {} : { caption }),
      });
    } catch (error) {
      this.chat.notify(error.message);
    }
  }

  async #record() {
    if (this.recorder !== undefined) {
      this.recorder.stop();
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const chunks = [];
      const recorder = new MediaRecorder(stream);
      const startedAt = performance.now();
      recorder.addEventListener('dataavailable', (event) => chunks.push(event.data));
      recorder.addEventListener('stop', () => {
        this.recorder = undefined;
        this.micButton.classList.remove('recording');
        this.micButton.setAttribute('aria-label', t('record'));
        for (const track of stream.getTracks()) track.stop();
        const file = new File(chunks, 'voice.webm', { type: recorder.mimeType });
        this.recordedSec = Math.max(1, Math.round((performance.now() - startedAt) / 1000));
        void this.#sendFile(file, 'voice');
      });
      recorder.start();
      this.recorder = recorder;
      this.micButton.classList.add('recording');
      this.micButton.setAttribute('aria-label', t('stopRecording'));
    } catch (error) {
      this.chat.notify(error.message);
    }
  }
}

function kindOf(file) {
  if (/^image\/(png|jpe?g|webp)$/.test(file.type)) return 'photo';
  if (file.type.startsWith('audio/')) return 'audio';
  return file.type.startsWith('video/') ? 'video' : 'document';
}

async function toBase64(file) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}

async function measure(file, kind) {
  if (kind === 'photo') {
    const image = await createImageBitmap(file).catch(() => null);
    return image === null ? {} : { width: image.width, height: image.height };
  }
  if (kind === 'document') return {};
  return new Promise((resolve) => {
    const audio = new Audio();
    const finish = () => {
      URL.revokeObjectURL(audio.src);
      resolve(Number.isFinite(audio.duration) ? { durationSec: Math.round(audio.duration) } : {});
    };
    audio.addEventListener('loadedmetadata', finish);
    audio.addEventListener('error', finish);
    audio.src = URL.createObjectURL(file);
  });
}
