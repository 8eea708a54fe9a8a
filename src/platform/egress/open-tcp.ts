import { lookup as dnsLookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { RefusedAddressError } from '#platform/egress/address-policy.ts';
import type { Resolve } from '#platform/egress/address-policy.ts';
import { isPublicAddress } from '#platform/egress/public-address.ts';

export interface TcpTarget {
  host: string;
  port: number;
  /** The operator named this very host and port: it may be a private one, on any port. */
  isOperators: boolean;
  /** Ports that an address named by a tenant may use. */
  openPorts: ReadonlySet<number>;
  /** For looking the name up and connecting together. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Replaces DNS, for tests. */
  resolve?: Resolve | undefined;
}

/** The name could not be looked up. */
export class NameNotFoundError extends Error {
  override name = 'NameNotFoundError';
}

/**
 * Connects to a host for protocols other than HTTP, by the same rules as egress: what a tenant named must resolve to
 * nothing but public addresses, and the connection goes to an address that was checked. Throws RefusedAddressError,
 * NameNotFoundError, or the connection's own error.
 */
export async function openTcp(target: TcpTarget): Promise<Socket> {
  const { host, port, isOperators } = target;
  if (!isOperators && !target.openPorts.has(port))
    throw new RefusedAddressError(`Port ${port} of ${host} is not one that can be reached.`);
  const deadline = AbortSignal.timeout(target.timeoutMs);
  const signal = target.signal ? AbortSignal.any([deadline, target.signal]) : deadline;
  const found = await addressesOf(target, signal);
  if (!isOperators && found.some(({ address }) => !isPublicAddress(address)))
    throw new RefusedAddressError(`${host} is not a public address.`);
  let failure: unknown;
  for (const { address } of found.slice(0, 4)) {
    try {
      return await connectTo(address, port, signal);
    } catch (error) {
      failure = error;
      if (signal.aborted) break;
    }
  }
  throw failure;
}

async function addressesOf({ host, resolve }: TcpTarget, signal: AbortSignal) {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return [{ address: bare, family: isIP(bare) }];
  const look = resolve ?? ((hostname: string) => dnsLookup(hostname, { all: true, verbatim: true }));
  const aborted = new Promise<never>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new NameNotFoundError(`${host} could not be looked up in time.`)), {
      once: true,
    }),
  );
  const found = await Promise.race([look(bare), aborted]).catch((error: unknown) => {
    throw error instanceof NameNotFoundError ? error : new NameNotFoundError(`${host} has no address in DNS.`);
  });
  if (found.length === 0) throw new NameNotFoundError(`${host} has no address in DNS.`);
  return found;
}

function connectTo(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    const onAbort = () =>
      socket.destroy(Object.assign(new Error('The connection took too long.'), { code: 'ETIMEDOUT' }));
    const settle = () => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', (error) => {
      settle();
      reject(error);
    });
    socket.once('connect', () => {
      settle();
      socket.removeAllListeners('error');
      resolve(socket);
    });
    if (signal.aborted) onAbort();
  });
}
