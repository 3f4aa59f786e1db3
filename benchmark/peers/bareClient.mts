import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

import { bodyOf, type TaskFields, type TaskItem } from '../job.mts';

/** Node's own client without n8n, on connections that are kept: what the machine can do. */
export async function createBarely(
	tasks: readonly TaskItem[],
	{ serverUrl, apiKey, inFlight }: { serverUrl: string; apiKey: string; inFlight: number },
): Promise<unknown[]> {
	const url = new URL(`${serverUrl}/api/Command/CreateTask`);
	const secure = url.protocol === 'https:';
	const kept = { keepAlive: true, maxSockets: inFlight };
	const agent = secure ? new SecureAgent(kept) : new Agent(kept);
	const headers = { 'content-type': 'application/json', d3key: apiKey };
	const post = async (body: string) =>
		await new Promise<string>((resolve, reject) => {
			const sending = (secure ? secureRequest : request)(
				url,
				{
					method: 'POST',
					agent,
					headers: { ...headers, 'content-length': Buffer.byteLength(body) },
				},
				(response) => {
					let text = '';
					response
						.setEncoding('utf8')
						.on('data', (chunk: string) => (text += chunk))
						.on('end', () => resolve(text))
						.on('error', reject);
				},
			);
			sending.on('error', reject).end(body);
		});

	const answers: unknown[] = [];
	let next = 0;
	const work = async () => {
		for (let item = next++; item < tasks.length; item = next++) {
			const body = JSON.stringify(bodyOf(tasks[item] as TaskFields));
			answers[item] = (JSON.parse(await post(body)) as { rawData: unknown }).rawData;
		}
	};
	await Promise.all(Array.from({ length: inFlight }, work));
	agent.destroy();
	return answers;
}
