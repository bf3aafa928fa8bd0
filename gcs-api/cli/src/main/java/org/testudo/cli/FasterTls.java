package org.testudo.cli;

import java.security.Provider;
import java.security.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has TLS encrypt with AES-GCM of the Amazon Corretto Crypto Provider, which is several times as fast as the platform's with
 * records of 16 KiB, if it is on the class path and works here. Nothing else is taken from it: TLS stays the platform's
 * (SICP-2), and so does whatever the platform offers. For processes that are ours; an application may do the same to its own.
 */
public final class FasterTls {
    private static final String PROVIDER = "AmazonCorrettoCryptoProvider";
    private static final String CLASS = "com.amazon.corretto.crypto.provider." + PROVIDER;
    private static final String PREFERRED = "jdk.security.provider.preferred";
    private static final Logger LOG = LoggerFactory.getLogger(FasterTls.class);

    private FasterTls() {}

    /**
     * Prefers that provider once {@link #use} adds it. The platform reads this property once, when a process first asks for
     * something of a provider; what an operator prefers goes before.
     */
    public static void prefer() {
        String wanted = "AES/GCM/NoPadding:" + PROVIDER;
        String others = Security.getProperty(PREFERRED);
        Security.setProperty(PREFERRED, others == null || others.isBlank() ? wanted : others + ", " + wanted);
    }

    /** From now on in this process; whether it is used. */
    public static synchronized boolean use() {
        if (Security.getProvider(PROVIDER) != null) return true;
        try {
            Provider provider = (Provider) Class.forName(CLASS).getConstructor().newInstance();
            if (provider.getService("Cipher", "AES/GCM/NoPadding") == null) return false;
            Security.addProvider(provider);
            LOG.info("tls: AES-GCM of {} {}", provider.getName(), provider.getVersionStr());
            return true;
        } catch (ClassNotFoundException e) {
            LOG.debug("tls: no faster provider on the class path");
        } catch (ReflectiveOperationException | LinkageError e) { // such as a native part for another platform
            LOG.warn("tls: the Amazon Corretto Crypto Provider on the class path does not work here", e);
        }
        return false;
    }
}
