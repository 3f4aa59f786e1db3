import { resolveUrl, parseServerUrl } from '../../credentials/serverUrl.ts';

const NOT_A_URL =
	'The Server URL of the D3 SOAR credential is not a valid URL. Enter it up to and including the site path, e.g. https://soar.example.com/MainApp/VSOC';

describe('the Server URL of a credential', () => {
	// What D3 shows as Request URL belongs to one command; requests go to others as well.
	it.each([
		['https://host/MainApp/VSOC', 'https://host/MainApp/VSOC'],
		['https://host/MainApp/VSOC/', 'https://host/MainApp/VSOC'],
		['https://host/MainApp/VSOC/api', 'https://host/MainApp/VSOC'],
		['https://host/MainApp/VSOC/api/Command/CreateTask/', 'https://host/MainApp/VSOC'],
		['https://host/VSOC/API/DATA/Kibana/A/CreateEvents', 'https://host/VSOC'],
		['https://host', 'https://host'],
		['https://host:8443/VSOC', 'https://host:8443/VSOC'],
		// A lab may have no certificate.
		['http://host/VSOC', 'http://host/VSOC'],
		// Pasting adds what is around, such as the non-breaking spaces of a web page.
		['\n https://host/VSOC \t', 'https://host/VSOC'],
		['\u00a0https://host/VSOC\u00a0', 'https://host/VSOC'],
	])('reads the Server URL %p as %p', (pasted, server) => {
		expect(parseServerUrl(pasted)).toBe(server);
	});

	// Only the end of the URL is D3's: a site path may well look like it.
	it.each([
		['https://host/api/VSOC', 'https://host/api/VSOC'],
		['https://host/MyApi/command', 'https://host/MyApi/command'],
		['https://host/VSOC/api/Commander', 'https://host/VSOC/api/Commander'],
	])('keeps a path that looks like an API: reads the Server URL %p as %p', (pasted, server) => {
		expect(parseServerUrl(pasted)).toBe(server);
	});

	it.each([
		[''],
		['   '],
		['soar.example.com/VSOC'],
		['host:8443/VSOC'],
		['ftp://host/VSOC'],
		['javascript:alert(1)'],
		[undefined],
		[null],
		[7],
		[{ href: 'https://host' }],
	])('rejects the Server URL %p with an example of a good one', (pasted) => {
		expect(() => parseServerUrl(pasted)).toThrow(NOT_A_URL);
	});
});

describe('the URL of a request', () => {
	const SERVER = 'https://soar.example.com/MainApp/VSOC';

	it.each([
		['/api/Command/CreateTask', `${SERVER}/api/Command/CreateTask`],
		['api/Command/CreateTask', `${SERVER}/api/Command/CreateTask`],
		// A path that starts with "//" must not name another host.
		['//elsewhere.example.com/api', `${SERVER}/elsewhere.example.com/api`],
		['api//Command', `${SERVER}/api//Command`],
		['api/at:noon', `${SERVER}/api/at:noon`],
		['', `${SERVER}/`],
	])('resolves the relative path %p below the Server URL', (url, expected) => {
		expect(resolveUrl(SERVER, url)).toBe(expected);
	});

	it('keeps an absolute URL that is on the server', () => {
		const url = 'HTTPS://soar.example.com/other/path?x=1';
		expect(resolveUrl(SERVER, url)).toBe(url);
	});

	// Whoever receives the header of a request can use D3.
	it.each([
		['another host', 'https://elsewhere.example.com/api/Command/CreateTask'],
		['another scheme', 'http://soar.example.com/api'],
		['another port', 'https://soar.example.com:8443/api'],
		['a scheme of digits and signs', 'h2+x-y.z://soar.example.com/api'],
		['nothing after its scheme', 'https://'],
	])('rejects a request URL with %s before anything is sent', (_, url) => {
		expect(() => resolveUrl(SERVER, url)).toThrow(
			'The URL of this request is not on https://soar.example.com, the server of the D3 SOAR credential. It was not sent, so that the credential cannot leak to another server.',
		);
	});
});
