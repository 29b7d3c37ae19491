import type {Fleet} from '../../domain/fleet.ts';
import {type Line, span} from '../draw/line.ts';
import type {ScreenState} from '../state/screen-state.ts';

/** What stands where no row is: why there is none, and what to do about it. */
export function drawEmpty({filter, isProblemsOnly}: ScreenState, {servers}: Fleet): readonly Line[] {
	if (servers.length === 0) {
		return [
			[],
			[span('   there are no servers in the configuration', 'warning')],
			[span('   put some under servers: in .langsight.yaml, then start again', 'dim')],
			[span('   langsight --demo shows a fleet that needs no configuration', 'dim')],
		];
	}
	if (filter.text !== '') {
		return [
			[],
			[span(`   nothing matches ${filter.text}; Esc clears the filter`, 'warning')],
			...(isProblemsOnly ? [[span('   and problems only is on; e shows all servers', 'dim')]] : []),
		];
	}
	return [[], [span('   no problems; e shows all servers', 'good')]];
}
