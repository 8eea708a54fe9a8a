import type { OpenAPIHono } from '@hono/zod-openapi';
import { html } from 'hono/html';
import { mailTextsFor } from '#domain/emails/texts/mail-texts.ts';
import type { ApiEnv } from '#api/env.ts';

const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
};

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 24rem; margin: 15vh auto 0; padding: 0 1.25rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input, button { padding: .6rem .75rem; margin: .5rem 0 1rem; border-radius: .5rem; border: 1px solid #8a97a4; }
button { background: #2a7fc1; color: #fff; border: 0; font-weight: 600; cursor: pointer; }
[hidden] { display: none; }
`;

const script = `const token = location.hash.slice(1);
// Out of the address bar and the history before anything else.
history.replaceState(null, '', location.pathname);
const form = document.querySelector('form');
const show = (id) => { for (const p of document.querySelectorAll('[role=status]')) p.hidden = p.id !== id; };
if (!token) { form.hidden = true; show('no-link'); }
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch('/api/auth/reset-password/confirm', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, password: form.elements.password.value }),
  }).catch(() => null);
  if (answer?.ok) { form.hidden = true; show('done'); } else show('failed');
});
`;

/** The page behind the link of a mail. The token stands behind the # of the address, so that it reaches no log. */
export function registerResetPage(app: OpenAPIHono<ApiEnv>): void {
  app.get('/reset-password', (c) => {
    const language = /^\s*(ru|be|uk|kk)\b/i.test(c.req.header('accept-language') ?? '') ? 'ru' : 'en';
    const { page } = mailTextsFor(language);
    return c.html(
      html`<!doctype html>
        <html lang="${language}">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>${page.title}</title>
            <link rel="stylesheet" href="/reset-password/page.css" />
          </head>
          <body>
            <main>
              <h1>${page.title}</h1>
              <form>
                <label for="password">${page.label}</label>
                <input id="password" name="password" type="password" autocomplete="new-password" minlength="10" maxlength="200" required />
                <button>${page.button}</button>
              </form>
              <p id="done" role="status" hidden>${page.done}</p>
              <p id="failed" role="status" hidden>${page.failed}</p>
              <p id="no-link" role="status" hidden>${page.noLink}</p>
            </main>
            <script src="/reset-password/page.js"></script>
          </body>
        </html>`,
      200,
      headers,
    );
  });
  app.get('/reset-password/page.css', (c) =>
    c.body(style, 200, { ...headers, 'Content-Type': 'text/css; charset=utf-8' }),
  );
  app.get('/reset-password/page.js', (c) =>
    c.body(script, 200, { ...headers, 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
}
