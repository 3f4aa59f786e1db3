import { resolveUrl, parseServerUrl } from '../../credentials/serverUrl.ts';

const NO_ADDRESS =
	'The Server URL of the D3 SOAR credential is not a web address. Give it up to and including the site path, e.g. https://soar.example.com/MainApp/VSOC';

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
		// A laboratory may have no certificate.
		['http://host/VSOC', 'http://host/VSOC'],
		// A paste takes along what is around, such as the fixed blanks of a web page.
		['\n https://host/VSOC \t', 'https://host/VSOC'],
		['\u00a0https://host/VSOC\u00a0', 'https://host/VSOC'],
	])('%p is read as %p', (pasted, server) => {
		expect(parseServerUrl(pasted)).toBe(server);
	});

	// Only the end of the address is D3's: a site may well be called so.
	it.each([
		['https://host/api/VSOC', 'https://host/api/VSOC'],
		['https://host/MyApi/command', 'https://host/MyApi/command'],
		['https://host/VSOC/api/Commander', 'https://host/VSOC/api/Commander'],
	])('%p, with a path that looks like an API, is read as %p', (pasted, server) => {
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
	])('%p is refused, with an example of a good one', (pasted) => {
		expect(() => parseServerUrl(pasted)).toThrow(NO_ADDRESS);
	});
});

describe('the address of a request', () => {
	const SERVER = 'https://soar.example.com/MainApp/VSOC';

	it.each([
		['/api/Command/CreateTask', `${SERVER}/api/Command/CreateTask`],
		['api/Command/CreateTask', `${SERVER}/api/Command/CreateTask`],
		// The host that "//" would name on its own is D3's to see, not to be called.
		['//elsewhere.example.com/api', `${SERVER}/elsewhere.example.com/api`],
		['api//Command', `${SERVER}/api//Command`],
		['api/at:noon', `${SERVER}/api/at:noon`],
		['', `${SERVER}/`],
	])('lies below the server where it is relative: %p', (asked, address) => {
		expect(resolveUrl(SERVER, asked)).toBe(address);
	});

	it('stays as it is where it is absolute, and on the server', () => {
		const asked = 'HTTPS://soar.example.com/other/path?x=1';
		expect(resolveUrl(SERVER, asked)).toBe(asked);
	});

	// The header of a request opens D3 to whoever receives it.
	it.each([
		['another server', 'https://elsewhere.example.com/api/Command/CreateTask'],
		['the same name in another scheme', 'http://soar.example.com/api'],
		['another port', 'https://soar.example.com:8443/api'],
		['a scheme with digits and signs', 'h2+x-y.z://soar.example.com/api'],
		['what is no address at all', 'https://'],
	])('is refused for %s, before anything is sent', (_, asked) => {
		expect(() => resolveUrl(SERVER, asked)).toThrow(
			'The address of this request is not on https://soar.example.com, the server of the D3 SOAR credential. Nothing was sent, so that the credential stays with its own server.',
		);
	});
});
