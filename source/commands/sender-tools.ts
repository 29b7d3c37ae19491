import {hostname} from 'node:os';
import {describeGroup} from '../domain/alert-groups.ts';
import type {SenderTools} from '../notify/sender.ts';
import {createRunProgram} from '../probe/run-program.ts';
import {createSendRequest} from '../probe/send-request.ts';
import {renderAlertLine} from '../report/alert-line.ts';
import type {Outside} from './command.ts';
import type {FleetParts} from './fleet-parts.ts';
import type {FleetSource} from './fleet-source.ts';

/** What alerts are sent with. */
export const createSenderTools = (
	source: Pick<FleetSource, 'name' | 'servers'>,
	{clock, ledger}: Pick<FleetParts, 'clock' | 'ledger'>,
	{alertLog, version}: Pick<Outside, 'alertLog' | 'version'>,
	{isTest = false, fleetSize = () => source.servers.length}: {isTest?: boolean; fleetSize?: () => number} = {},
): SenderTools => ({
	clock,
	sendRequest: createSendRequest(clock),
	runProgram: createRunProgram(clock, ledger),
	log: alertLog ? {...alertLog, renderLine: renderAlertLine} : null,
	about: {fleet: source.name, host: hostname(), version, isTest},
	fleetSize,
	wordGroup: describeGroup,
});
