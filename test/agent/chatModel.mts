import fastify from 'fastify';

/** What a model answers next: a call of the first tool, calls of several, or words, which may quote what it was told. */
export type Turn =
	| { readonly call: Record<string, unknown> }
	| { readonly calls: ReadonlyArray<{ readonly tool: string; readonly input: object }> }
	| { readonly say: (observation: string) => string };

/** A message of the conversation, as OpenAI's API spells it. */
interface Message {
	readonly role: 'system' | 'user' | 'assistant' | 'tool';
	readonly content: string;
}

interface Request {
	readonly model: string;
	readonly stream?: boolean;
	readonly messages: Message[];
	readonly tools?: Array<{
		readonly function: {
			readonly name: string;
			readonly description: string;
			readonly parameters: { readonly properties: object; readonly required?: string[] };
		};
	}>;
}

/**
 * Stands in for a chat model behind OpenAI's API: it does what its turns say, one after another, and
 * keeps what it was asked.
 */
export class ChatModel {
	/** The requests that came, oldest first. */
	readonly requests: Request[] = [];
	/** Address for the credential. */
	url = '';
	private readonly turns: Turn[];
	private readonly server = fastify({ forceCloseConnections: true });

	constructor(turns: Turn[]) {
		this.turns = [...turns];
		this.server.post('/v1/chat/completions', async (request, reply) => {
			const asked = request.body as Request;
			this.requests.push(asked);
			const message = this.messageFor(asked);
			const reason = 'tool_calls' in message ? 'tool_calls' : 'stop';
			const answer = { id: 'chat-1', created: 1, model: asked.model };
			if (asked.stream !== true) {
				return { ...answer, object: 'chat.completion', choices: [choice({ message }, reason)] };
			}
			const chunks = [choice({ delta: message }, null), choice({ delta: {} }, reason)];
			const events = chunks.map((part) =>
				JSON.stringify({ ...answer, object: 'chat.completion.chunk', choices: [part] }),
			);
			return await reply
				.type('text/event-stream')
				.send([...events, '[DONE]'].map((event) => `data: ${event}\n\n`).join(''));
		});
	}

	async listen(): Promise<this> {
		this.url = `${await this.server.listen({ host: '127.0.0.1', port: 0 })}/v1`;
		return this;
	}

	async close(): Promise<void> {
		await this.server.close();
	}

	/** What the tool told the model, oldest first. */
	observations(): string[] {
		const { messages = [] } = this.requests.at(-1) ?? {};
		return messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
	}

	private messageFor({ messages, tools }: Request): object {
		const turn = this.turns.shift();
		if (turn === undefined) throw new Error('The agent asked more often than was planned');
		if ('say' in turn) {
			return { role: 'assistant', content: turn.say(messages.at(-1)!.content) };
		}
		const calls =
			'calls' in turn ? turn.calls : [{ tool: tools![0]!.function.name, input: turn.call }];
		const toolCalls = calls.map(({ tool, input }, index) => ({
			id: `call_${this.requests.length}_${index}`,
			index,
			type: 'function',
			function: { name: tool, arguments: JSON.stringify(input) },
		}));
		return { role: 'assistant', content: null, tool_calls: toolCalls };
	}
}

function choice(part: object, reason: string | null): object {
	return { index: 0, ...part, finish_reason: reason };
}
