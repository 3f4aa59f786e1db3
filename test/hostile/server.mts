import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

import type { D3SoarCredential } from '../../credentials/credential.ts';

/** A server that responds to every request in the same way. */
export interface HostileServer {
	/** Requests that have arrived. */
	readonly requests: IncomingMessage[];
	/** The number of open connections. */
	readonly connections: () => Promise<number>;
	readonly origin: string;
	readonly credential: D3SoarCredential;
	close(): Promise<void>;
}

/** Starts a server that speaks HTTP and responds as the function says. */
export async function hostileServer(
	respond: (response: ServerResponse, request: IncomingMessage) => void | Promise<void>,
): Promise<HostileServer> {
	const requests: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		requests.push(request);
		response.on('error', () => undefined);
		request.resume().once('end', () => void respond(response, request));
	});
	return await listening(server, requests);
}

/** Starts a server that writes raw bytes as soon as a request has begun. */
export async function rawServer(respond: (socket: Socket) => void): Promise<HostileServer> {
	const server = createSocketServer((socket) => {
		socket.on('error', () => undefined);
		socket.once('data', () => respond(socket));
	});
	return await listening(server, []);
}

async function listening(server: Server, requests: IncomingMessage[]): Promise<HostileServer> {
	const open = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		open.add(socket);
		socket.once('close', () => open.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		requests,
		connections: async () => open.size,
		origin,
		credential: {
			serverUrl: `${origin}/MainApp/VSOC`,
			authentication: 'apiKey',
			apiKey: 'CANARY-key-7f3a',
			username: 'Admin',
			site: 'Security Operations',
		},
		async close() {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
