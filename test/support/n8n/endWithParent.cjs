/**
 * Loaded into n8n before its own code: ends n8n, and the task runners that it starts, when the
 * process that started it is gone, however that ended. n8n leads a process group of its own.
 */
const { isMainThread } = require('node:worker_threads');

const SECONDS_TO_END = 5;

// n8n's threads load this as well, and have an input of their own.
if (isMainThread) {
	process.stdin
		.on('error', () => undefined)
		.on('close', () => {
			const end = (signal) =>
				process.kill(process.platform === 'win32' ? process.pid : -process.pid, signal);
			setTimeout(() => end('SIGKILL'), SECONDS_TO_END * 1000);
			end('SIGTERM');
		})
		.resume()
		.unref();
}
