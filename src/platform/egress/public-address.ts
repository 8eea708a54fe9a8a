import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IPv4 ranges that are not the public internet (IANA special-purpose registry). */
const closedIPv4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Inside global unicast 2000::/3, what tunnels to other addresses or is only for documentation and tests. */
const closedIPv6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const ipv4 = new BlockList();
for (const [net, prefix] of closedIPv4) ipv4.addSubnet(net, prefix, 'ipv4');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
const ipv6 = new BlockList();
for (const [net, prefix] of closedIPv6) ipv6.addSubnet(net, prefix, 'ipv6');

/**
 * Whether an IP address is on the public internet. False for private, loopback, link-local, carrier-grade NAT, multicast
 * and reserved ranges, for IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4, Teredo), and for what is no IP.
 */
export function isPublicAddress(ip: string): boolean {
  if (isIPv4(ip)) return !ipv4.check(ip, 'ipv4');
  if (!isIPv6(ip) || ip.includes('%')) return false;
  return globalUnicast.check(ip, 'ipv6') && !ipv6.check(ip, 'ipv6');
}
