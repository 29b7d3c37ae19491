import {Box} from 'ink';
import type {Readable} from '../domain/ports.ts';
import type {Line} from './draw/line.ts';
import {LinesText} from './draw/line-text.tsx';
import {drawAlertFeed} from './frame/alert-feed.ts';
import {drawAttention, drawWarnings} from './frame/attention.ts';
import {drawFooter} from './frame/footer.ts';
import {drawHeader} from './frame/header.ts';
import {drawViewLine} from './frame/view-line.ts';
import {useKeys} from './hooks/use-keys.ts';
import {useScene} from './hooks/use-scene.ts';
import {drawHelp} from './panes/help.ts';
import {ServerPane} from './panes/server-pane.tsx';
import type {Scene} from './scene.ts';
import {FleetTable} from './table/fleet-table.tsx';
import type {Look} from './theme.ts';

interface Props {
	readonly scenes: Readable<Scene>;
	readonly press: (key: string) => void;
	readonly look: Look;
}

/** The whole screen. */
export function App({scenes, press, look}: Props) {
	const scene = useScene(scenes);
	useKeys(press);
	const {size} = scene;
	const above = linesAbove(scene, look);
	const below = hasFooter(scene) ? [drawFooter(scene.state, size.columns, look)] : [];
	return (
		<Box flexDirection="column" flexShrink={0} width={size.columns} height={size.rows}>
			<LinesText lines={above} height={above.length} columns={size.columns} look={look} />
			<Body scene={scene} look={look} />
			<LinesText lines={below} height={below.length} columns={size.columns} look={look} />
		</Box>
	);
}

function Body({scene, look}: {scene: Scene; look: Look}) {
	const {state, size, layout, picture, pane} = scene;
	const {columns} = size;
	if (state.hasHelp) {
		return (
			<LinesText lines={drawHelp(columns, layout.body, look)} height={layout.body} columns={columns} look={look} />
		);
	}
	if (pane) return <ServerPane scene={scene} content={pane} look={look} />;
	const alerts = drawAlertFeed(picture.fleet.alerts, layout.alerts, picture.at, columns, look);
	return (
		<>
			<FleetTable scene={scene} look={look} />
			<LinesText lines={alerts} height={layout.alerts} columns={columns} look={look} />
		</>
	);
}

function linesAbove(scene: Scene, look: Look): readonly Line[] {
	const {state, size, layout, picture, now, rows} = scene;
	const {fleet, at} = picture;
	const {columns} = size;
	const header = drawHeader(fleet, state.frozen !== null, now, columns, look);
	const warnings = scene.hasWarnings ? drawWarnings(fleet, look) : null;
	const shown = {
		found: rows.filter(({kind}) => kind === 'server').length,
		total: fleet.servers.length,
	};
	return [
		header,
		...(layout.isCropped ? [] : [drawAttention(fleet, at, columns, look)]),
		...(warnings ? [warnings] : []),
		...(scene.hasView ? [drawViewLine(state, shown, columns, look)] : []),
	];
}

/** Where there is no room for keys, there still is for a question. */
const hasFooter = ({layout, state}: Scene): boolean => !layout.isCropped || state.question !== null;
