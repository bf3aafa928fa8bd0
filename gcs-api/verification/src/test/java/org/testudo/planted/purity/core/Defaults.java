package org.testudo.planted.purity.core;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Locale;

/** Gives another result on another machine. */
public class Defaults {
    Object locale() {
        return Locale.getDefault();
    }

    Object zone() {
        return ZoneId.systemDefault();
    }

    Object charset() {
        return Charset.defaultCharset();
    }

    String lower() {
        return "I".toLowerCase();
    }

    String upper() {
        return "i".toUpperCase();
    }

    byte[] bytes() {
        return "x".getBytes();
    }

    String text() {
        return new String(new byte[1]);
    }
}
