export {describeTarget} from '../../domain/shareable.ts';
