import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { projectNode, projectRoot } from '#tests/support/child-process.ts';

/** A Chromium on this machine and what it needs beside its path. */
export interface BrowserProgram {
  path: string;
  args: string[];
  environment: Record<string, string>;
}

const everywhere = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const debianPath = '/usr/bin/chromium';

/**
 * The Chromium that PEREZVON_CHROMIUM names, the system's, or the one of the packages, which is unpacked once a machine.
 * `missing` says in a sentence why there is none.
 */
export async function findBrowser(): Promise<BrowserProgram | { missing: string }> {
  const named = process.env['PEREZVON_CHROMIUM'];
  if (named === 'packaged') return unpackBrowser();
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return { path: named, args: everywhere, environment: {} };
    return { missing: `PEREZVON_CHROMIUM names ${named}, and there is nothing.` };
  }
  if (existsSync(debianPath)) return { path: debianPath, args: everywhere, environment: {} };
  return unpackBrowser();
}

/** Starts the browser without a window. */
export async function openBrowser(program: BrowserProgram): Promise<Browser> {
  return chromium.launch({
    executablePath: program.path,
    args: program.args,
    env: { ...inherited(), ...program.environment },
  });
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** Chromium, its fonts and the libraries it needs, from the package's archives; several test files may ask at once. */
async function unpackBrowser(): Promise<BrowserProgram | { missing: string }> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: 'The Chromium of the packages is for Linux on x64: set PEREZVON_CHROMIUM.' };
  const require = createRequire(import.meta.url);
  const packageFolder = join(dirname(require.resolve('@sparticuz/chromium')), '..');
  const { version } = require(join(packageFolder, 'package.json')) as { version: string };
  const folder = join(tmpdir(), `perezvon-chromium-${version}`);
  if (!existsSync(join(folder, 'chromium'))) {
    try {
      await unpackInto(folder, join(packageFolder, 'bin'));
    } catch (error) {
      return { missing: `The Chromium of the packages could not be unpacked: ${String(error)}` };
    }
  }
  return {
    path: join(folder, 'chromium'),
    args: [...everywhere, '--font-render-hinting=none'],
    environment: {
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      HOME: folder,
    },
  };
}

async function unpackInto(folder: string, archives: string): Promise<void> {
  await mkdir(tmpdir(), { recursive: true });
  const own = await mkdtemp(`${folder}-`);
  const script = `
    import { writeFileSync } from 'node:fs';
    import { inflate } from '@sparticuz/chromium';
    await Promise.all(['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => inflate(${JSON.stringify(`${archives}/`)} + name)));
    writeFileSync(${JSON.stringify(join(own, 'fonts.conf'))}, ${JSON.stringify(fontSettings(folder))});`;
  try {
    // The package unpacks into the system's temporary folder, which is read from the environment: a process of its own has its own.
    await promisify(execFile)(projectNode, ['--input-type=module', '-e', script], {
      cwd: projectRoot,
      env: { ...inherited(), TMPDIR: own },
    });
    await chmod(join(own, 'chromium'), 0o755);
    await rename(own, folder).catch((error: unknown) => {
      if (!existsSync(join(folder, 'chromium'))) throw error;
    });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
