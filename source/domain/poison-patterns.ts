import type {TextSign} from './poison.ts';

/** A form of words that is meant for the model and not for whoever reads a tool's documentation. */
interface Phrase {
	readonly kind: TextSign['kind'];
	readonly severity: TextSign['severity'];
	/** For lower-case text in which every space is one. Linear: what repeats is bounded. */
	readonly pattern: RegExp;
	/** One of these is in every match, so that most texts need no more than a search for a few words. */
	readonly needs: readonly string[];
}

const secrets =
	'(?:credentials?|passwords?|api[ _-]?keys?|access tokens?|secrets?|private keys?|environment variables?|chat history|conversation(?: history)?|system prompt)';
const senders = '(?:send|post|upload|forward|transmit|exfiltrate|leak|email|bcc|submit|append|pass)';
const people = "(?:users?|humans?|operator|person)\\b(?!')";

/** Each is one way to talk to a model that real attacks have used. */
export const phrases: readonly Phrase[] = [
	{
		kind: 'instruction',
		severity: 'high',
		pattern:
			/\b(?:ignore|disregard|forget|override|bypass) (?:(?:all|any|the|your|my|these|those|of|other) ){0,4}(?:(?:your|existing|previous|prior|earlier|above|preceding|system|safety) (?:system )?(?:instructions?|prompts?|guidelines|directives)|(?:previous|prior|earlier|above|preceding) (?:rules|commands|context))\b/,
		needs: ['instruction', 'prompt', 'guideline', 'directive', 'rules', 'commands', 'context'],
	},
	{
		kind: 'instruction',
		severity: 'high',
		pattern: new RegExp(
			`\\b(?:do not|don't|never|must not|should not|without) (?:ever )?(?:(?:tell|telling|inform|informing) (?:the |any |your |a )?${people}|(?:notify|notifying|alert|alerting) the (?:user|human|operator)\\b(?!')|(?:mention|mentioning|reveal|revealing|disclose|disclosing)(?: [\\w'"\`-]{1,30}){1,8}? to (?:the |any |your |a )?${people})`,
		),
		needs: ['user', 'human', 'operator', 'person'],
	},
	{
		kind: 'instruction',
		severity: 'high',
		pattern:
			/<\/?(?:important|secret|hidden|override|system[ _-]?(?:prompt|instructions?|override)|llm[ _-]?instructions?)>|<\|(?:im_start|system|endoftext)\|?>|\[\/?inst\]/,
		needs: ['important>', 'secret>', 'hidden>', 'override>', 'prompt>', 'instruction', '<|', 'inst]'],
	},
	{
		kind: 'instruction',
		severity: 'medium',
		pattern:
			/\byou (?:are now|must now act as|will now act as) (?:a|an|the|in|no longer)\b|\b(?:new|updated|real|actual) (?:system )?instructions?:/,
		needs: ['you are now', 'now act as', 'instruction'],
	},
	{
		kind: 'exfiltration',
		severity: 'high',
		pattern: new RegExp(
			`\\b${senders} (?:[\\w'"\`,/-]{1,30} ){0,6}?${secrets}\\b[^\\n]{0,80}?(?:https?://|\\bwebhook\\b|[\\w.-]{1,64}@[\\w-]{1,64}\\.[a-z])`,
		),
		needs: ['http', 'webhook', '@'],
	},
	{
		kind: 'exfiltration',
		severity: 'medium',
		pattern: new RegExp(
			`\\b${senders} (?:all |its |the |their |any ){0,2}(?:full |complete |entire )?(?:file )?contents?\\b[^\\n]{0,80}?\\bto https?://`,
		),
		needs: ['to http'],
	},
	{kind: 'markup', severity: 'medium', pattern: /<!--[^\n]{0,200}/, needs: ['<!--']},
];

/** Files that hold the keys to everything else. */
export const secretFiles =
	/(?:\.ssh\b|id_(?:rsa|ed25519|ecdsa)\b|\.aws\/|\.kube\/config|\.netrc\b|\.npmrc\b|\/etc\/(?:passwd|shadow)\b|mcp\.json\b|claude_desktop_config|\.git-credentials)/g;

/** Words that make a file's name an order, just before it. */
export const readerBefore =
	/\b(?:read|open|cat|load|fetch|access|copy|include|get|print|retrieve)\b[^.;]{0,60}[~./\w-]*$/;

/** Words that make it a condition of the tool's use. */
export const conditionBefore =
	/\b(?:before|after|when|prior to) (?:using|calling|invoking|running) (?:this|any|the|other)\b/;
