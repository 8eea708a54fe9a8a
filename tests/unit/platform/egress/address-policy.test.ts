import { describe, expect, it } from 'vitest';
import { RefusedAddressError, createAddressPolicy, hostAndPort } from '#platform/egress/address-policy.ts';
import { isPublicAddress } from '#platform/egress/public-address.ts';

describe('isPublicAddress', () => {
  it.each([
    ['0.0.0.0', 'this network'],
    ['10.1.2.3', 'private'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.127.255.254', 'carrier-grade NAT'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.255', 'loopback'],
    ['169.254.169.254', 'link-local, cloud metadata'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.8', 'protocol assignments'],
    ['192.0.2.1', 'documentation'],
    ['192.88.99.1', '6to4 relay'],
    ['192.168.1.1', 'private'],
    ['198.18.0.1', 'benchmarks'],
    ['198.51.100.7', 'documentation'],
    ['203.0.113.9', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'IPv4-mapped loopback'],
    ['::ffff:8.8.8.8', 'IPv4-mapped'],
    ['::7f00:1', 'IPv4-compatible'],
    ['64:ff9b::7f00:1', 'NAT64'],
    ['64:ff9b:1::1', 'local NAT64'],
    ['100::1', 'discard'],
    ['2001::1', 'Teredo'],
    ['2001:db8::1', 'documentation'],
    ['2002:7f00:1::1', '6to4'],
    ['3fff::1', 'documentation'],
    ['fc00::1', 'unique local'],
    ['fd12:3456::1', 'unique local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['not an ip', 'no address'],
    ['', 'nothing'],
  ])('%s is not public: %s', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '172.15.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::8a',
  ])('%s is public', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });
});

describe('an address policy', () => {
  const policy = createAddressPolicy(['http://127.0.0.1:9000', 'localhost:8080', 'https://models.internal']);

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::a00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://127.0.0.1:9001/',
    'https://127.0.0.1:443/',
    'ftp://example.com/file',
    'file:///etc/passwd',
    'gopher://example.com/',
    'javascript:alert(1)',
    'data:text/plain,hi',
    'http://user:password@example.com/',
    'http://127.0.0.1:9000@example.com/',
    'http://example.com:22/',
    'http://example.com:6379/',
    'https://example.com:5432/',
    'not a url',
    '',
  ])('refuses %s that a tenant or a payload names', (url) => {
    expect(() => policy.admit(url)).toThrow(RefusedAddressError);
  });

  it.each([
    'https://example.com/recording.wav?sig=1',
    'http://example.com/',
    'https://example.com:8443/v1',
    'http://8.8.8.8/',
    'http://127.0.0.1:9000/files/1',
    'http://localhost:8080/sandbox',
    'https://models.internal/v1',
  ])('admits %s', (url) => {
    expect(policy.admit(url).href).toBe(new URL(url).href);
  });

  it('never repeats a path or a query in its refusal', () => {
    expect(() => policy.admit('http://10.0.0.1/secret-path?token=abc')).toThrow(
      /^10\.0\.0\.1 is not a public address\.$/,
    );
  });

  it('refuses a public name that resolves to a private address, also when only one of several is private', async () => {
    const found = await lookUp([
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.5', family: 4 },
    ]);
    expect(found).toBeInstanceOf(RefusedAddressError);
  });

  it('hands the connection the very addresses that it checked', async () => {
    expect(await lookUp([{ address: '93.184.216.34', family: 4 }])).toEqual([{ address: '93.184.216.34', family: 4 }]);
  });

  it('lets an operator address resolve to a private one', async () => {
    const trusting = createAddressPolicy(['models.internal:443'], async () => [{ address: '10.0.0.5', family: 4 }]);
    expect(await lookUpWith(trusting, 'https://models.internal/v1')).toEqual([{ address: '10.0.0.5', family: 4 }]);
  });

  it('compares host and port exactly, with the port that the scheme implies', () => {
    expect(hostAndPort('https://Example.com/path')).toBe('example.com:443');
    expect(hostAndPort('http://example.com')).toBe('example.com:80');
    expect(hostAndPort('example.com:8080')).toBe('example.com:8080');
  });

  function lookUp(addresses: { address: string; family: number }[]) {
    return lookUpWith(
      createAddressPolicy([], async () => addresses),
      'https://example.com/',
    );
  }

  function lookUpWith(checked: ReturnType<typeof createAddressPolicy>, url: string): Promise<unknown> {
    return new Promise((resolve) => {
      const { hostname } = new URL(url);
      checked.lookupFor(new URL(url))(hostname, { all: true }, (error, addresses) => resolve(error ?? addresses));
    });
  }
});
