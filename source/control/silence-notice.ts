import type {Cancel, Clock} from '../domain/ports.ts';

/** Whether somebody has said nothing for too long. */
export interface SilenceNotice {
	/** They said something. */
	heard(): void;
	isSilent(): boolean;
	stop(): void;
}

/** Notices when nothing was heard for `limitMs`, and when something is heard again; `onChange` is told of both. */
export function noticeSilence(clock: Clock, limitMs: number, onChange: () => void): SilenceNotice {
	let heardAt = clock.ticks();
	let isSilent = false;
	let cancel: Cancel = clock.after(limitMs, look);
	function look(): void {
		const leftMs = heardAt + limitMs - clock.ticks();
		if (leftMs > 0) {
			cancel = clock.after(leftMs, look);
			return;
		}
		isSilent = true;
		onChange();
	}
	return {
		heard() {
			heardAt = clock.ticks();
			if (!isSilent) return;
			isSilent = false;
			cancel = clock.after(limitMs, look);
			onChange();
		},
		isSilent: () => isSilent,
		stop: () => cancel(),
	};
}
