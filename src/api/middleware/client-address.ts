import { BlockList, isIP } from 'node:net';

/**
 * Finds a client's address: the peer's, or, while the peer is a trusted proxy, the one it names in X-Forwarded-For. What
 * an untrusted peer writes there is ignored.
 */
export function createAddressReader(
  trustedProxies: readonly string[],
): (peer: string | undefined, forwardedFor: string | undefined) => string {
  const trusted = new BlockList();
  for (const entry of trustedProxies) {
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    if (version === 0) throw new Error(`A trusted proxy must be an IP address or a CIDR block: ${entry}`);
    const family = version === 6 ? 'ipv6' : 'ipv4';
    trusted.addSubnet(address, prefix === undefined ? (version === 6 ? 128 : 32) : Number(prefix), family);
  }
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

  return (peer, forwardedFor) => {
    let address = plainAddress(peer ?? '');
    if (forwardedFor === undefined || !isTrusted(address)) return address === '' ? 'unknown' : address;
    for (const hop of forwardedFor.split(',').toReversed()) {
      const named = plainAddress(hop.trim());
      if (isIP(named) === 0) break;
      address = named;
      if (!isTrusted(address)) break;
    }
    return address;
  };
}

/** Whether the address is this machine's own. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/** IPv4 inside IPv6 as plain IPv4. */
function plainAddress(address: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address;
}
