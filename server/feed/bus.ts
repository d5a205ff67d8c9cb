/** Carries messages between processes. With one process it is this: a call. */
export type Bus<T> = {
	publish(message: T): void;
	/** Returns how to stop listening. */
	subscribe(listener: (message: T) => void): () => void;
};

/** Delivers at once, in order, within this process. A listener that throws does not keep others from hearing. */
export function createLocalBus<T>(onError: (error: unknown) => void): Bus<T> {
	const listeners = new Set<(message: T) => void>();
	const tell = (listener: (message: T) => void, message: T): void => {
		try {
			listener(message);
		} catch (error) {
			onError(error);
		}
	};
	return {
		publish: (message) => listeners.forEach((listener) => tell(listener, message)),
		subscribe: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		}
	};
}
