import {Box} from 'ink';
import type {Readable} from '../domain/ports.ts';
import {countStatuses} from '../domain/select.ts';
import type {Line} from './draw/line.ts';
import {LinesText} from './draw/line-text.tsx';
import {drawAlertFeed} from './frame/alert-feed.ts';
import {drawAttention, drawWarnings} from './frame/attention.ts';
import {drawFooter} from './frame/footer.ts';
import {drawHeader} from './frame/header.ts';
import {drawViewLine} from './frame/view-line.ts';
import {useKeys} from './hooks/use-keys.ts';
import {useScene} from './hooks/use-scene.ts';
import {PageView} from './panes/page-view.tsx';
import {hasFootLine, type Scene} from './scene.ts';
import {FleetTable} from './table/fleet-table.tsx';
import {serversOf} from './table/rows.ts';

interface Props {
	readonly scenes: Readable<Scene>;
	readonly press: (key: string) => void;
}

/** The whole screen. */
export function App({scenes, press}: Props) {
	const scene = useScene(scenes);
	useKeys(press);
	const {size, look} = scene;
	const above = linesAbove(scene);
	const below = hasFooter(scene) ? [drawFooter(scene.state, size.columns, look)] : [];
	return (
		<Box flexDirection="column" flexShrink={0} width={size.columns} height={size.rows}>
			<LinesText lines={above} height={above.length} columns={size.columns} look={look} />
			<Body scene={scene} />
			<LinesText lines={below} height={below.length} columns={size.columns} look={look} />
		</Box>
	);
}

function Body({scene}: {scene: Scene}) {
	const {size, layout, picture, page, look} = scene;
	if (page) return <PageView scene={scene} content={page} />;
	const {alerts: told, servers} = picture.fleet;
	const alerts = drawAlertFeed(told, countStatuses(servers).total, layout.alerts, picture.at, size.columns, look);
	return (
		<>
			<FleetTable scene={scene} />
			<LinesText lines={alerts} height={layout.alerts} columns={size.columns} look={look} />
		</>
	);
}

function linesAbove(scene: Scene): readonly Line[] {
	const {state, size, layout, picture, now, rows, look} = scene;
	const {fleet, at} = picture;
	const {columns} = size;
	const warnings = scene.hasWarnings ? drawWarnings(fleet, look) : null;
	const shown = {found: serversOf(rows).length, total: fleet.servers.length};
	return [
		drawHeader(picture, state.frozen !== null, now, columns, look),
		...(layout.isCropped ? [] : [drawAttention(fleet, at, columns, look)]),
		...(warnings ? [warnings] : []),
		...(scene.hasView ? [drawViewLine(state, shown, columns, look)] : []),
	];
}

/** Where there is no room for keys, there still is for a question or a line that is typed. */
const hasFooter = ({layout, state}: Scene): boolean => !layout.isCropped || hasFootLine(state);
