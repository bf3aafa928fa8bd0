package org.testudo.simulator;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.view.ViewRecord;

/** Values as text for people, the same in every run: no addresses of objects, no long bytes. */
final class Describe {
    private static final int MOST_BYTES = 24;
    private static final int MOST_CHARACTERS = 240;
    private static final GroupLife NO_LIFE = new GroupLife(Digest.ZERO, Digest.ZERO);

    private Describe() {}

    static String time(long nanos) {
        return String.format(Locale.ROOT, "%d.%03dms", nanos / 1_000_000, nanos / 1000 % 1000);
    }

    static String text(Object value) {
        if (value instanceof byte[] bytes) return bytes(bytes);
        if (value instanceof Optional<?> optional)
            return optional.map(Describe::text).orElse("-");
        if (value instanceof List<?> list)
            return list.stream().map(Describe::text).toList().toString();
        if (value instanceof Signed<?> signed) return "signed by " + signed.signer() + " " + text(signed.message());
        if (value instanceof Unsigned<?> unsigned) return "from " + unsigned.sender() + " " + text(unsigned.message());
        if (value instanceof Request request) return request + " " + request.kind() + " " + body(request);
        if (value instanceof ViewRecord view) return view(view);
        if (value instanceof Notice notice) return value.getClass().getSimpleName() + "(" + notice.describe() + ")";
        if (value instanceof StatementHeader.ViewBound it) {
            return String.format(Locale.ROOT, "v%d/e%d/s%d/%04x", it.view(), it.epoch(), it.slot(), it.type());
        }
        if (value instanceof MemberId || value instanceof Principal || value instanceof Duration)
            return value.toString();
        if (value instanceof Record record) return record(record);
        return String.valueOf(value);
    }

    /** Text in one line of bounded length. */
    static String brief(String text) {
        String line = text.replaceAll("\\R", " ");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "..";
    }

    static String view(ViewRecord view) {
        List<String> seats = new ArrayList<>();
        for (var seat : view.seats()) {
            seats.add(seat.map(it -> it.member() + (it.active() ? "" : "(inactive)"))
                    .orElse("-"));
        }
        return "view " + view.id() + " " + seats + " from slot " + view.firstSlot() + ", " + view.reason();
    }

    static String bytes(byte[] bytes) {
        boolean readable = true;
        for (byte each : bytes) readable &= each >= 32 && each < 127;
        if (readable && bytes.length <= 2 * MOST_BYTES) return "'" + new String(bytes, StandardCharsets.US_ASCII) + "'";
        int shown = Math.min(bytes.length, MOST_BYTES);
        return HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "..(" + bytes.length + ")" : "");
    }

    /** A command by its name: of which life the evidence in it is does not matter here. */
    private static String body(Request request) {
        return request.command(NO_LIFE).map(Describe::command).orElseGet(() -> bytes(request.body()));
    }

    private static String command(Command command) {
        if (command instanceof Command.ViewKeys it)
            return "ViewKeys(" + it.first() + ", " + it.keys().size() + " keys)";
        if (command instanceof Command.Join it) return "Join(" + it.viewKeys().size() + " keys)";
        if (command instanceof Command.Convict it) {
            return "Convict(" + it.target() + ", " + it.incarnation() + ", "
                    + it.evidence().getClass().getSimpleName() + ")";
        }
        return text(command);
    }

    private static String record(Record record) {
        List<String> parts = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) parts.add(part(record, component));
        return record.getClass().getSimpleName() + "(" + String.join(", ", parts) + ")";
    }

    private static String part(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return text(component.getAccessor().invoke(record));
        } catch (IllegalAccessException | InvocationTargetException e) {
            return "?";
        }
    }
}
