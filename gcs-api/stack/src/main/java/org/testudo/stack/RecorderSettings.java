package org.testudo.stack;

import java.nio.file.Path;
import java.util.List;
import org.testudo.kernel.core.CoreStack;
import org.testudo.stack.recorder.Recorder;
import org.testudo.stack.recorder.RecordingHead;

/**
 * Where a member records what happens to its cores.
 *
 * @param folder for recordings, made if it is not there
 * @param bytes that all recordings in it may have
 */
record RecorderSettings(Path folder, long bytes) {
    /** Begins a recording of these layers, with the outside behind it. */
    Recorder begin(CoreStack.Outside outside, StackContext context, List<HostedLayer<?>> layers) {
        RecordingHead head = new RecordingHead(
                context.origin(),
                context.firstView(),
                context.firstViewKeys(),
                layers.stream().map(each -> each.host().getName()).toList());
        return Recorder.begin(
                outside, layers.stream().map(HostedLayer::codec).toList(), context.lives(), head, folder, bytes);
    }
}
