// Writes .env from .env.example with fresh secrets: `npm run setup`. A value that is already there is never touched, so it
// can be run again after an upgrade to add what is new.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

const secret = () => randomBytes(32).toString('base64url');
const fresh: Record<string, () => string> = {
  SETTINGS_ENCRYPTION_KEY: settingsKey,
  JWT_SECRET: secret,
  TELEGRAM_WEBHOOK_SECRET: secret,
  // Both travel in places that read other characters in their own way: an address and a hexadecimal field.
  POSTGRES_PASSWORD: () => randomBytes(24).toString('hex'),
  GARAGE_RPC_SECRET: () => randomBytes(32).toString('hex'),
};

const example = readFileSync(fileURLToPath(new URL('../.env.example', import.meta.url)), 'utf8');
const present = existsSync('.env') ? readFileSync('.env', 'utf8') : null;
const values = parseEnv(present ?? '');
const made: string[] = [];
const text = fill(present === null ? example : withMissing(present));

if (text === present) {
  console.log('.env has every secret already; nothing was changed.');
} else {
  // Written beside and renamed, so that a full disk cannot leave half of the secrets.
  writeFileSync('.env.new', text, { mode: 0o600 });
  renameSync('.env.new', '.env');
  console.log(
    `${present === null ? 'Wrote .env' : 'Completed .env'}${made.length > 0 ? ` with fresh ${made.join(', ')}` : ''}.`,
  );
  console.log('Keep a copy of SETTINGS_ENCRYPTION_KEY away from the database: without it stored keys cannot be read.');
  console.log('Next: fill in the services you have, then `npm run check`.');
}

/** Puts a fresh secret where its variable is empty. */
function fill(source: string): string {
  return source.replaceAll(/^([A-Z0-9_]+)=[ \t]*$/gm, (line, name: string) => {
    const make = fresh[name];
    if (!make || values[name]) return line;
    made.push(name);
    return `${name}=${make()}`;
  });
}

/** The file with the variables of the example that it does not name yet, each with its comment. */
function withMissing(source: string): string {
  const lines = example.split('\n');
  const missing = lines.flatMap((line, index) => {
    const name = /^([A-Z0-9_]+)=/.exec(line)?.[1];
    return name === undefined || name in values ? [] : [lines[index - 1] ?? '', line];
  });
  if (missing.length === 0) return source;
  return `${source.trimEnd()}\n\n${missing.join('\n')}\n`;
}

/** An installation that has run without a given key made one in DATA_DIR: that one is taken over, it has encrypted already. */
function settingsKey(): string {
  const kept = join(values['DATA_DIR'] || '.data', 'settings.key');
  return existsSync(kept) ? readFileSync(kept, 'utf8').trim() : secret();
}
