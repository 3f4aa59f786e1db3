import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy on loopback, which alone knows where some names lead. */
export class Proxy {
	/** What went through it: the method, and the address or the name and port. */
	readonly passed: string[] = [];
	/** Whether it sends everybody away who does not log in. */
	requiresLogin = false;
	url = '';
	/** Ports on loopback, by host name. */
	private readonly names: Record<string, number>;
	private readonly sockets = new Set<Socket>();
	private readonly server = createServer((asked, answer) => this.forward(asked, answer));

	constructor(names: Record<string, number>) {
		this.names = names;
		this.server.on('connect', (asked: IncomingMessage, socket: Socket) =>
			this.tunnel(asked, socket),
		);
		this.server.on('connection', (socket) => {
			this.sockets.add(socket);
			socket.once('close', () => this.sockets.delete(socket));
		});
	}

	async listen(): Promise<this> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
		return this;
	}

	/** Nobody answers at its address any more. */
	async close(): Promise<void> {
		this.server.close();
		for (const socket of this.sockets) socket.destroy();
		await once(this.server, 'close');
	}

	/** A request over plain HTTP names its whole address. */
	private forward(asked: IncomingMessage, answer: ServerResponse): void {
		const { hostname, pathname } = new URL(asked.url!);
		this.passed.push(`${asked.method} ${asked.url}`);
		if (this.requiresLogin) {
			answer.writeHead(407, { 'proxy-authenticate': 'Basic' }).end('Log in to the proxy');
			return;
		}
		const { method, headers } = asked;
		const options = { host: '127.0.0.1', port: this.names[hostname], path: pathname };
		asked.pipe(
			request({ ...options, method, headers }, (answered) => {
				answer.writeHead(answered.statusCode!, answered.headers);
				answered.pipe(answer);
			}).on('error', () => answer.destroy()),
		);
	}

	/** A request over HTTPS goes through the proxy unread. */
	private tunnel(asked: IncomingMessage, socket: Socket): void {
		this.passed.push(`${asked.method} ${asked.url}`);
		if (this.requiresLogin) {
			socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
			return;
		}
		const port = this.names[asked.url!.split(':')[0]!];
		if (port === undefined) {
			socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
			return;
		}
		const server = connect(port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			server.pipe(socket).pipe(server);
		});
		server.on('error', () => socket.destroy());
		socket.on('error', () => server.destroy());
	}
}
