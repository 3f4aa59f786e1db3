/**
 * Where behaviour lives, each part with the tests that judge it: those take milliseconds, since every
 * mutant has to meet them. Declarations of commands and of fields in the editor are covered by the contract
 * test and left out.
 *
 * What survives in each, and is no other behaviour, is told beside it.
 */
export const parts: Record<string, { mutate: string[]; tests: string[] }> = {
	// Survivors: the zone of an instant that is put into another zone right after; patterns whose ends do not matter
	// since the calendar or the number is asked too; what is only quicker; and descriptions and placeholders, which the
	// contract test looks at.
	fields: {
		mutate: [
			'nodes/shared/fields/*.ts',
			// Of the approval only.
			'!nodes/shared/fields/{waitLimit,headerName}.ts',
			'nodes/shared/{errors,names,json,jsonText}.ts',
		],
		tests: [
			'test/nodes/shared/fields/{dateTime,fieldKinds,formattedText,list,readField}.test.mts',
			'test/nodes/shared/{json,jsonText}.test.mts',
		],
	},
	// Survivors: names and descriptions of D3's fields, which people choose from and D3 alone could refuse.
	listings: {
		mutate: ['nodes/shared/listings/*.ts'],
		tests: [
			'test/nodes/shared/fields/fieldKinds.test.mts',
			'test/nodes/D3Soar/resources/{documentedValues,getMany}.test.mts',
			'test/nodes/D3SoarTrigger/fetchRows.test.mts',
			'test/nodes/D3Soar/listSearch/searchIncidents.test.mts',
			'test/nodes/D3Soar/{form,contract}.test.mts',
		],
	},
	// Survivors: what is kept to be quicker, starting values that nothing reads, and a check for what is no
	// object, which JSON.parse would find too.
	response: {
		mutate: ['nodes/shared/response/*.ts', 'nodes/shared/time/localTime.ts'],
		tests: [
			'test/nodes/shared/response/*.test.mts',
			'test/nodes/shared/time/*.test.mts',
			'test/nodes/shared/fields/dateTime.test.mts',
			'test/nodes/D3Soar/execute/bulkOutcome.test.mts',
		],
	},
	// Survivors: in the redaction, patterns that match more or less of what is no key, and spellings of a key that
	// others find too; texts in place of what is there in any case; a date that is misread by no minutes.
	outcome: {
		mutate: [
			'nodes/shared/transport/{outcome,pages,redaction}.ts',
			'nodes/shared/{agentTool,report,text}.ts',
			'nodes/D3Soar/execute/{bulkOutcome,hints,progress}.ts',
		],
		tests: [
			'test/nodes/shared/transport/{outcome,pages,redaction}.test.mts',
			'test/nodes/shared/{agentTool,report,text}.test.mts',
			'test/nodes/D3Soar/execute/bulkOutcome.test.mts',
		],
	},
	// Survivors: how a list chooses its text for a page that is none, which the lists' own tests look at.
	messages: {
		mutate: ['nodes/shared/messages.ts'],
		tests: [
			'test/nodes/shared/{messages,report}.test.mts',
			'test/credentials/credentialTest.test.mts',
		],
	},
	// Survivors: when others in n8n get their turn while items are read, what is tidied up, and which of two equal
	// moments comes first.
	rate: {
		mutate: [
			'nodes/shared/transport/{adaptiveRate,caller,clock,deadlines,rateLimiter,rateLimiters,recentStarts,retryPolicy,turns}.ts',
			'nodes/D3Soar/execute/{batches,orderedQueue}.ts',
		],
		tests: [
			'test/nodes/shared/transport/{clock,rateLimiter,rateLimiters,retryPolicy,sharedServer}.test.mts',
			'test/nodes/D3Soar/execute/{batches,orderedQueue}.test.mts',
		],
	},
	// What needs n8n's engine around it. Survivors: texts that the editor shows, which the contract test looks at,
	// what n8n would do with values that it validates itself, and values that are left out by JSON as well.
	call: {
		mutate: ['nodes/D3Soar/call.ts', 'nodes/shared/zones.ts'],
		tests: [
			'test/nodes/D3Soar/{createTask,call}.test.mts',
			'test/nodes/D3Soar/execute/zoneHints.test.mts',
			'test/nodes/D3Soar/resources/{getMany,nothingFound,run,send}.test.mts',
		],
	},
	// Survivors: a bug of this package in a worker, which no test makes; the type of what is accepted, which has no
	// cause; what TypeScript wants to know and no run changes; a request of one item, which is the same put
	// together or not; shares in a refusal, which are all the whole of it or none; places for what is never looked
	// at; D3's whole answer, which has no field that Simplify looks for; to ask n8n for no hints at all, or to look
	// for values that it validates, of which there are none; and what n8n gets of a run that it has cancelled, which
	// it throws away. That whoever waits is woken when a run ends matters in a moment that no test can hit.
	execute: {
		mutate: ['nodes/D3Soar/execute/{execute,planItems,runBatches}.ts'],
		tests: [
			'test/nodes/D3Soar/execute/{bulkCommands,retryOnFail,execute,zoneHints,turns}.test.mts',
			'test/nodes/D3Soar/{createTask,call}.test.mts',
			'test/nodes/D3Soar/resources/{getMany,run,setArtifactState}.test.mts',
		],
	},
	// Survivors: what stands for an execution that has no id, which only those have that are not stored; how a hash
	// and the memory of a tool are called; an output without items, which no command has that changes something; and
	// the call of what only n8n before 1.100 needs, which test:versions judges on such engines.
	retryState: {
		mutate: ['nodes/D3Soar/execute/retryState.ts'],
		tests: ['test/nodes/D3Soar/execute/retryOnFail.test.mts'],
	},
	// Survivors: what tells the pace of an answer, which the pace's own tests look at; a caller that has stopped, which
	// gets no permit anyway; whether one item or all of them pause where there is one at a time; a stop during a pause,
	// which the next turn finds; and the rest of a poll's time, which the trigger's tests look at.
	client: {
		mutate: ['nodes/shared/transport/d3Client.ts'],
		tests: [
			'test/nodes/shared/transport/d3Client.test.mts',
			'test/nodes/D3Soar/execute/sharedLimit.test.mts',
			'test/nodes/D3Soar/resources/send.test.mts',
		],
	},
	// Survivors: what is there for versions of n8n that copy a request or have no signal of the run, listeners that go
	// with it, a request without proof, which no scheme makes, and an answer that is late, which ends as late either way.
	request: {
		mutate: ['nodes/shared/transport/request.ts'],
		tests: ['test/nodes/shared/transport/request.test.mts'],
	},
	// What people see of the pages is looked at in a browser (test/approval). Survivors: what stands there for input,
	// tasks and calls that n8n always gives; a link of an earlier try, which has its own question anyway; the id of a
	// call, which only matters if n8n gives one run two of them; n8n's own messages, which are constants and loaded once;
	// which item an output comes from, of which there is one; the locale, which a machine set to English has as well;
	// and a wait without an end, whose date no comparison takes for past.
	approval: {
		mutate: [
			'nodes/D3Soar/approval/{approver,askAndWait,description,links,outcome,toolCall,visible,wait,webhook}.ts',
			'nodes/shared/fields/{waitLimit,headerName}.ts',
		],
		tests: ['test/nodes/D3Soar/approval/*.test.mts'],
	},
	// The fields of the credential are declarations and left out. Survivors: to read an object as JSON, which fails
	// and leaves it as it is; and where n8n's older spelling of a URL is looked for, or nothing is to be put in, what
	// makes no difference to the request.
	credentials: {
		mutate: [
			'credentials/{allowedSites,authenticate,credentialTest,jsonObject,jsonWebToken,serverUrl,target}.ts',
		],
		tests: ['test/credentials/*.test.mts'],
	},
	// Its fields are declarations. What is left there: steps that make no difference between dates that are
	// equal, empty values for what is there in any case, zones of dates that none of its fields is, an answer
	// to a cancelled request, which a poll never is, what n8n's own log gets, and which of two newest items a
	// test in the editor shows.
	trigger: {
		mutate: [
			'nodes/D3SoarTrigger/{cursor,fetchRows,triggerTypes,poll,rows,settings,siteErrors,staticData}.ts',
		],
		tests: [
			'test/nodes/D3SoarTrigger/{cursor,firstCursor,fetchRows,outages,retries,rows,D3SoarTrigger}.test.mts',
		],
	},
};
