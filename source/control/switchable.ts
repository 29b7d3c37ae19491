import type {Fleet} from '../domain/fleet.ts';
import type {Monitor} from '../domain/ports.ts';
import {createSettable} from '../domain/settable.ts';

/** A monitor that stands for one after another, so that a screen stays open while another process takes over. */
export interface SwitchableMonitor extends Monitor {
	/** From now on stands for this one. What was asked of the one before is still answered by it. */
	switchTo(next: Monitor): void;
}

export function createSwitchableMonitor(first: Monitor): SwitchableMonitor {
	let current = first;
	const fleet = createSettable<Fleet>(first.fleet.getSnapshot());
	const follow = ({fleet: source}: Monitor) => source.subscribe(() => fleet.set(source.getSnapshot()));
	let unfollow = follow(first);
	return {
		fleet,
		act: action => current.act(action),
		log: server => current.log(server),
		record: server => current.record(server),
		timelines: (window, cells) => current.timelines(window, cells),
		switchTo(next) {
			unfollow();
			current = next;
			unfollow = follow(next);
			fleet.set(next.fleet.getSnapshot());
		},
	};
}
