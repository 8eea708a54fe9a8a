import { html, raw } from 'hono/html';
import type { ReadMail } from './read-mail.ts';

/** The mailbox: every mail that the product sent, newest first. */
export function mailboxPage(mails: readonly ReadMail[]) {
  return html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Perezvon — mailbox</title>
        <style>
          :root { color-scheme: light dark; --soft: #5b6b7a; --line: #dfe5ea; font: 16px/1.5 system-ui, sans-serif; }
          @media (prefers-color-scheme: dark) { :root { --soft: #93a3b3; --line: #253341; } }
          main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
          p, small { color: var(--soft); }
          article { border: 1px solid var(--line); border-radius: .75rem; padding: .75rem 1rem; margin: 1rem 0; }
          h2 { font-size: 1.05rem; margin: 0; } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
        </style>
      </head>
      <body>
        <main>
          <h1>Почта · Mailbox</h1>
          <p>Местный заместитель почтового сервера: письма отсюда никуда не уходят.</p>
          <p lang="en">A local stand-in for a mail server: nothing leaves this machine.</p>
          <p><a href="/sandbox">← Песочница · Sandbox</a> · <a href="">Обновить · Refresh</a></p>
          ${mails.length === 0 ? html`<p>Писем пока нет. · No mail yet.</p>` : ''}
          ${mails.map(
            (mail) => html`<article>
              <h2>${mail.subject}</h2>
              <small>${mail.from} → ${mail.to} · ${mail.date}</small>
              <pre>${raw(withLinks(mail.text))}</pre>
              ${mail.files.map((name) => html`<small>📎 ${name}</small> `)}
            </article>`,
          )}
        </main>
      </body>
    </html>`;
}

/** The text escaped, with its web addresses to press. */
function withLinks(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return escaped.replaceAll(/\bhttps?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
}
