import { createServer as createHttpServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy on loopback that leads one host to a server on this machine, and refuses all others. */
export interface Proxy {
	readonly url: string;
	close(): Promise<void>;
}

/**
 * Gives a server on this machine the name of a host that does not exist.
 *
 * @param host The name, with port: what a client asks the proxy for.
 * @param target Address of the server.
 */
export async function startProxy(host: string, target: string): Promise<Proxy> {
	const { hostname, port } = new URL(target);
	const sockets = new Set<Socket>();
	const server = createHttpServer((_request, response) => response.writeHead(403).end());
	server.on('connect', (request, client: Socket) => {
		if (request.url !== host) {
			client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const upstream = connect(Number(port), hostname, () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			client.pipe(upstream).pipe(client);
		});
		for (const [socket, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			sockets.add(socket);
			socket.once('error', () => other.destroy());
			socket.once('close', () => {
				sockets.delete(socket);
				other.destroy();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
