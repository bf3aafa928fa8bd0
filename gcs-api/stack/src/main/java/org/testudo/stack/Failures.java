package org.testudo.stack;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What a called method threw: the name of its class and its message. A few of the Java platform come back as what they were,
 * others as {@link RemoteFailure}; neither the trace nor the cause is carried.
 */
final class Failures {
    private static final int MOST_NAME = 768;
    private static final int MOST_CHARACTERS = 1_024;
    private static final int MOST_BYTES = 3 * MOST_CHARACTERS;

    private static final Map<String, Function<String, Throwable>> KNOWN = new LinkedHashMap<>();

    static {
        known(Exception.class, Exception::new);
        known(RuntimeException.class, RuntimeException::new);
        known(IllegalArgumentException.class, IllegalArgumentException::new);
        known(IllegalStateException.class, IllegalStateException::new);
        known(IllegalAccessException.class, IllegalAccessException::new);
        known(UnsupportedOperationException.class, UnsupportedOperationException::new);
        known(NullPointerException.class, NullPointerException::new);
        known(IndexOutOfBoundsException.class, IndexOutOfBoundsException::new);
        known(ArithmeticException.class, ArithmeticException::new);
        known(ClassCastException.class, ClassCastException::new);
        known(NumberFormatException.class, NumberFormatException::new);
        known(NoSuchElementException.class, NoSuchElementException::new);
        known(NoSuchMethodException.class, NoSuchMethodException::new);
        known(TimeoutException.class, TimeoutException::new);
        known(IOException.class, IOException::new);
    }

    private Failures() {}

    private static void known(Class<? extends Throwable> type, Function<String, Throwable> maker) {
        KNOWN.put(type.getName(), maker);
    }

    static void write(Throwable failure, WireWriter out) {
        boolean wrapped = failure instanceof InvocationTargetException && failure.getCause() != null;
        Throwable thrown = wrapped ? failure.getCause() : failure;
        out.writeBoolean(wrapped);
        out.writeText(thrown instanceof RemoteFailure it ? it.thrown() : name(thrown));
        String message = thrown.getMessage() == null ? "" : thrown.getMessage();
        out.writeText(message.substring(0, Math.min(message.length(), MOST_CHARACTERS)));
    }

    private static String name(Throwable thrown) {
        String name = thrown.getClass().getName();
        return name.length() <= MOST_NAME / 3 ? name : Throwable.class.getName();
    }

    static Throwable read(WireReader in) throws MalformedException {
        boolean wrapped = in.readBoolean();
        String name = in.readText(MOST_NAME);
        String message = in.readText(MOST_BYTES);
        Function<String, Throwable> maker = KNOWN.get(name);
        Throwable thrown = maker == null ? new RemoteFailure(name, message) : maker.apply(message);
        return wrapped ? new InvocationTargetException(thrown) : thrown;
    }
}
