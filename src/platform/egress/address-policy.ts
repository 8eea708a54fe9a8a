import { lookup as dnsLookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '#platform/egress/public-address.ts';

export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** An address that our processes refuse to talk to; the sentence never carries the path or query. */
export class RefusedAddressError extends Error {
  override name = 'RefusedAddressError';
}

/** Ports on which an address named by a tenant or a payload may be reached. */
const openPorts: ReadonlySet<number> = new Set([80, 443, 8000, 8080, 8443]);

export interface AddressPolicy {
  /** Checks what can be seen without DNS: scheme, credentials, port, literal IPs. Throws RefusedAddressError. */
  admit(url: string | URL): URL;
  /** The look-up to connect with: it hands out only addresses that passed, so that the connection is pinned to them. */
  lookupFor(url: URL): LookupFunction;
}

/**
 * Operator addresses (host and port exactly as in the environment) may be private. Everything else must be http or https
 * on a web port and resolve to nothing but public addresses.
 */
export function createAddressPolicy(
  operatorAddresses: readonly string[],
  resolve: Resolve = (hostname) => dnsLookup(hostname, { all: true, verbatim: true }),
): AddressPolicy {
  const operator = new Set(operatorAddresses.map(hostAndPort));

  function admit(target: string | URL): URL {
    let url: URL;
    try {
      url = new URL(target);
    } catch {
      throw new RefusedAddressError('The address is not a valid URL.');
    }
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new RefusedAddressError(`Only http and https addresses can be reached, not ${url.protocol}`);
    }
    if (url.username !== '' || url.password !== '') {
      throw new RefusedAddressError('An address must not carry a user name or password.');
    }
    if (operator.has(hostAndPort(url))) return url;
    if (!openPorts.has(portOf(url))) {
      throw new RefusedAddressError(`Port ${portOf(url)} of ${url.hostname} is not one that can be reached.`);
    }
    const host = bareHost(url);
    if (isIP(host) !== 0 && !isPublicAddress(host)) throw refusedHost(url);
    return url;
  }

  function lookupFor(url: URL): LookupFunction {
    const isTrusted = operator.has(hostAndPort(url));
    return (hostname, options, callback) => {
      resolve(hostname).then(
        (found) => {
          const wanted = found.filter(({ family }) => !options.family || options.family === family);
          const [first] = wanted;
          if (!first) {
            callback(Object.assign(new Error(`${hostname} has no address.`), { code: 'ENOTFOUND' }), '', 4);
          } else if (!isTrusted && found.some(({ address }) => !isPublicAddress(address))) {
            callback(refusedHost(url), '', 4);
          } else if (options.all) {
            callback(null, wanted);
          } else {
            callback(null, first.address, first.family);
          }
        },
        (error: NodeJS.ErrnoException) => callback(error, '', 4),
      );
    };
  }

  return { admit, lookupFor };
}

/** `host:port` of an address, the port filled in by its scheme; a bare `host:port` stays as it is. */
export function hostAndPort(address: string | URL): string {
  const url = typeof address === 'string' && !address.includes('://') ? new URL(`http://${address}`) : new URL(address);
  return `${url.hostname}:${portOf(url)}`;
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function refusedHost(url: URL): RefusedAddressError {
  return new RefusedAddressError(`${url.hostname} is not a public address.`);
}
