/**
 * Loaded into n8n before its own code: ends n8n, and the task runners that it starts, when the
 * process that started it is gone, however that ended. n8n leads a process group of its own.
 */
const SECONDS_TO_END = 5;

process.stdin
	.on('error', () => undefined)
	.on('close', () => {
		const end = (signal) =>
			process.kill(process.platform === 'win32' ? process.pid : -process.pid, signal);
		setTimeout(() => end('SIGKILL'), SECONDS_TO_END * 1000);
		end('SIGTERM');
	})
	.resume()
	// What n8n starts itself is given this too, and may have a file there.
	.unref?.();
