import type {Client} from './client.ts';
import {amazonQ} from './clients/amazon-q.ts';
import {claudeCode} from './clients/claude-code.ts';
import {claudeDesktop} from './clients/claude-desktop.ts';
import {cline} from './clients/cline.ts';
import {codex} from './clients/codex.ts';
import {cursor} from './clients/cursor.ts';
import {gemini} from './clients/gemini.ts';
import {goose} from './clients/goose.ts';
import {junie} from './clients/junie.ts';
import {kiro} from './clients/kiro.ts';
import {lmStudio} from './clients/lm-studio.ts';
import {opencode} from './clients/opencode.ts';
import {roo} from './clients/roo.ts';
import {vscode} from './clients/vscode.ts';
import {windsurf} from './clients/windsurf.ts';
import {zed} from './clients/zed.ts';

/** Every client that is looked for. Where two have the same server under two names, that of the first one stays. */
export const clients: readonly Client[] = [
	claudeDesktop,
	claudeCode,
	cursor,
	vscode,
	codex,
	windsurf,
	zed,
	cline,
	roo,
	gemini,
	junie,
	goose,
	lmStudio,
	opencode,
	kiro,
	amazonQ,
];
