import { describe, expect, it } from 'vitest';
import { judgeAddress, judgeUrl } from '../../../shared/webhook/ssrf.ts';

const strict = { allowLoopback: false };
const laptop = { allowLoopback: true };

describe('an outgoing address', () => {
  it.each([
    '93.184.215.14',
    '1.1.1.1',
    '223.5.5.5',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '169.253.0.1',
    '192.167.0.1',
    '2606:4700:4700::1111',
    '2400:3200::1',
    '2001:4860:4860::8888',
  ])('%s is public and allowed', (address) => {
    expect(judgeAddress(address, strict)).toEqual({ ok: true });
  });

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback’s far end', '127.255.255.254'],
    ['loopback v6', '::1'],
    ['this network', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['unspecified v6', '::'],
    ['private 10', '10.0.0.1'],
    ['private 10’s end', '10.255.255.255'],
    ['private 172', '172.16.0.1'],
    ['private 172’s end', '172.31.255.255'],
    ['private 192', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT’s end', '100.127.255.255'],
    ['Alibaba Cloud metadata', '100.100.100.200'],
    ['link-local and metadata', '169.254.169.254'],
    ['ECS task metadata', '169.254.170.2'],
    ['Azure wire server', '168.63.129.16'],
    ['Oracle Cloud metadata', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['6to4 relay', '192.88.99.1'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast’s end', '239.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['AS112', '192.31.196.1'],
    ['link-local v6', 'fe80::1'],
    ['link-local v6 with a zone', 'fe80::1%eth0'],
    ['unique local', 'fc00::1'],
    ['AWS metadata v6', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['multicast v6', 'ff02::1'],
    ['IPv4-mapped private', '::ffff:10.0.0.1'],
    ['IPv4-mapped public', '::ffff:1.1.1.1'],
    ['IPv4-mapped in hex', '::ffff:7f00:1'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::a00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['documentation v6', '2001:db8::1'],
    ['new documentation v6', '3fff::1'],
    ['discard', '100::1'],
    ['segment routing', '5f00::1'],
    ['not given out', '4000::1'],
    ['a name', 'localhost'],
    ['nothing', ''],
  ])('of %s, %s, is refused', (_kind, address) => {
    expect(judgeAddress(address, strict)).toEqual({ ok: false, reason: 'address-refused' });
  });

  it('of this machine is allowed on a laptop, and nothing else inner with it', () => {
    expect(['127.0.0.1', '::1', '127.8.8.8'].map((address) => judgeAddress(address, laptop).ok)).toEqual([true, true, true]);
    expect(['10.0.0.1', '0.0.0.0', '::', '::ffff:127.0.0.1', '169.254.169.254'].map((address) => judgeAddress(address, laptop).ok)).toEqual(
      [false, false, false, false, false],
    );
  });
});

describe('an outgoing URL', () => {
  it.each([
    'https://hooks.example.com/a?b=c',
    'https://example.com:8443/',
    'https://EXAMPLE.com./x',
    'https://1.1.1.1/',
    'https://[2606:4700:4700::1111]/',
    'https://药房.example.cn/',
  ])('%s is allowed', (url) => {
    expect(judgeUrl(url, strict).ok).toBe(true);
  });

  it.each([
    ['http://example.com/', 'scheme-refused'],
    ['ftp://example.com/', 'scheme-refused'],
    ['file:///etc/passwd', 'scheme-refused'],
    ['javascript:alert(1)', 'scheme-refused'],
    ['gopher://example.com/', 'scheme-refused'],
    ['https://user@example.com/', 'credentials-refused'],
    ['https://user:password@example.com/', 'credentials-refused'],
    ['https://:password@example.com/', 'credentials-refused'],
    ['https://example.com:22/', 'port-refused'],
    ['https://example.com:80/', 'port-refused'],
    ['https://localhost/', 'host-refused'],
    ['https://LOCALHOST./', 'host-refused'],
    ['https://a.localhost/', 'host-refused'],
    ['https://metadata.google.internal/', 'host-refused'],
    ['https://printer.local/', 'host-refused'],
    ['https://intranet/', 'host-refused'],
    ['https://router.home.arpa/', 'host-refused'],
    ['https://127.0.0.1/', 'address-refused'],
    ['https://0x7f.1/', 'address-refused'],
    ['https://2130706433/', 'address-refused'],
    ['https://017700000001/', 'address-refused'],
    ['https://１２７.0.0.1/', 'address-refused'],
    ['https://127.0.0.1./', 'address-refused'],
    ['https://[::1]/', 'address-refused'],
    ['https://[::ffff:169.254.169.254]/', 'address-refused'],
    ['https://169.254.169.254/latest/meta-data/', 'address-refused'],
    ['https://', 'url-malformed'],
    ['example.com', 'url-malformed'],
    ['https://exa mple.com/', 'url-malformed'],
    ['https://[::1%25eth0]/', 'url-malformed'],
    ['', 'url-malformed'],
    [`https://example.com/${'a'.repeat(2_048)}`, 'url-too-long'],
  ])('%s is refused: %s', (url, reason) => {
    expect(judgeUrl(url, strict)).toEqual({ ok: false, reason });
  });

  it.each(['http://127.0.0.1:3999/hook', 'http://localhost:8080/', 'https://localhost/', 'http://[::1]:1234/'])(
    '%s is allowed on a laptop',
    (url) => {
      expect(judgeUrl(url, laptop).ok).toBe(true);
    },
  );

  it.each(['http://example.com/', 'http://10.0.0.1/', 'http://[::ffff:127.0.0.1]/', 'http://0.0.0.0:3999/', 'http://user@127.0.0.1/'])(
    '%s is refused on a laptop too',
    (url) => {
      expect(judgeUrl(url, laptop).ok).toBe(false);
    },
  );

  it('may use the ports that the region names', () => {
    expect(judgeUrl('https://example.com:9443/', { ...strict, ports: [9443] }).ok).toBe(true);
    expect(judgeUrl('https://example.com/', { ...strict, ports: [9443] }).ok).toBe(false);
  });
});
