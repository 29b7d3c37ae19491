import {BinaryWriter, WireType} from '@bufbuild/protobuf/wire';
import type {Encoding} from './receiver.ts';

/** An export that was taken whole: the message is empty. */
export const emptyResponse = (encoding: Encoding): Buffer => Buffer.from(encoding === 'json' ? '{}' : '');

/** An export of which some was not taken (`ExportTracePartialSuccess`). */
export function partialSuccess(encoding: Encoding, rejectedSpans: number, errorMessage: string): Buffer {
	if (encoding === 'json')
		return Buffer.from(JSON.stringify({partialSuccess: {rejectedSpans: String(rejectedSpans), errorMessage}}));
	const partial = new BinaryWriter()
		.tag(1, WireType.Varint)
		.int64(rejectedSpans)
		.tag(2, WireType.LengthDelimited)
		.string(errorMessage)
		.finish();
	return Buffer.from(new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(partial).finish());
}

/**
 * A `google.rpc.Status`.
 * @param retryMs when to come again (`google.rpc.RetryInfo`); absent where that would not help
 */
export function statusBody(code: number, message: string, retryMs?: number): Buffer {
	const writer = new BinaryWriter();
	if (code !== 0) writer.tag(1, WireType.Varint).int32(code);
	writer.tag(2, WireType.LengthDelimited).string(message);
	if (retryMs !== undefined) writer.tag(3, WireType.LengthDelimited).bytes(retryInfo(retryMs));
	return Buffer.from(writer.finish());
}

/** As `google.protobuf.Any`, in whole seconds. */
function retryInfo(retryMs: number): Uint8Array {
	const delay = new BinaryWriter()
		.tag(1, WireType.Varint)
		.int64(Math.max(1, Math.ceil(retryMs / 1000)))
		.finish();
	const info = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(delay).finish();
	return new BinaryWriter()
		.tag(1, WireType.LengthDelimited)
		.string('type.googleapis.com/google.rpc.RetryInfo')
		.tag(2, WireType.LengthDelimited)
		.bytes(info)
		.finish();
}
