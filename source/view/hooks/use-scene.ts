import {useSyncExternalStore} from 'react';
import type {Readable} from '../../domain/ports.ts';
import type {Scene} from '../scene.ts';

/** Reads the scene. Renders again only when something that it is made of has changed. */
export const useScene = ({subscribe, getSnapshot}: Readable<Scene>): Scene =>
	useSyncExternalStore(subscribe, getSnapshot);
