import {BlockList, isIP} from 'node:net';

/** Where a request goes, as far as a list of exceptions looks at it. */
export interface Destination {
	/** In lower case, without brackets and without a dot at its end. */
	readonly host: string;
	readonly port: number;
}

/** Reads the destination of an http:// or https:// address. */
export function destinationOf({hostname, port, protocol}: URL): Destination {
	const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	return {host: host.toLowerCase(), port: Number(port || (protocol === 'https:' ? 443 : 80))};
}

/** True for addresses of this machine itself. */
export const isLoopback = ({host}: Destination): boolean =>
	host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(?:\.\d+){3}$/.test(host);

/**
 * True for a destination that NO_PROXY names, by curl's rules: a list with commas or spaces of names, which cover what
 * is under them too, of addresses and of networks in CIDR form; `*` is everything. A `:port` limits an entry to that port.
 */
export const isExempt = (destination: Destination, list: string): boolean =>
	list
		.toLowerCase()
		.split(/[\s,]+/)
		.some(entry => entry !== '' && covers(entry, destination));

function covers(entry: string, {host, port}: Destination): boolean {
	if (entry === '*') return true;
	const [, bracketed, plain, entryPort] = /^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*))(?::(\d+))?$/.exec(entry) ?? [];
	if (entryPort !== undefined && Number(entryPort) !== port) return false;
	const name = (bracketed ?? plain ?? entry).replace(/^\*?\./, '').replace(/\.$/, '');
	if (name === '') return false;
	if (isIP(host)) return name.includes('/') ? isInNetwork(host, name) : name === host;
	return host === name || host.endsWith(`.${name}`);
}

function isInNetwork(host: string, network: string): boolean {
	const [base = '', bits = ''] = network.split('/');
	const family = isIP(base);
	const prefix = Number(bits);
	if (family === 0 || family !== isIP(host) || !/^\d{1,3}$/.test(bits) || prefix > (family === 4 ? 32 : 128))
		return false;
	const list = new BlockList();
	const kind = family === 4 ? 'ipv4' : 'ipv6';
	list.addSubnet(base, prefix, kind);
	return list.check(host, kind);
}
