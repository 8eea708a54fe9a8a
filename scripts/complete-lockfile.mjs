// A lock file made where the registry lacks the builds for other platforms leaves them out, and `npm ci` then refuses it
// everywhere. This adds each missing optional build with the version its package names and the platform in its name.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const systems = [
  'darwin',
  'linux',
  'win32',
  'windows',
  'android',
  'freebsd',
  'openharmony',
  'netbsd',
  'openbsd',
  'sunos',
  'aix',
];
const processors = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32'];

const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;
for (const [place, parent] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] ?? lock.packages[`${place}/node_modules/${name}`]) continue;
    const parts = name.toLowerCase().split(/[-/]/);
    const os = systems
      .filter((system) => parts.includes(system))
      .map((system) => (system === 'windows' ? 'win32' : system));
    const isArm =
      !parts.includes('arm64') &&
      parts.some((part) => part === 'arm' || part.endsWith('eabi') || part.endsWith('eabihf'));
    const cpu = isArm ? ['arm'] : processors.filter((processor) => parts.includes(processor));
    if (os.length === 0 && cpu.length === 0)
      throw new Error(`${name} names no platform; add it to the lock file by hand.`);
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} platform builds added`);
