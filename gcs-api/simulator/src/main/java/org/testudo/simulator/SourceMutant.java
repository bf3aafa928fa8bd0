package org.testudo.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Production code with one line changed, or one in each of two files where two layers ask the same, compiled in memory: shows that
 * a check notices a mistake, without a way to make that mistake in production. A line that is no longer there is an error, so no mutant drifts away from the code unseen.
 *
 * @param file below the root of the repository
 * @param line what is changed; must stand in the file exactly once
 * @param mutated what stands there instead
 * @param also a mistake in another file
 */
public record SourceMutant(String file, String line, String mutated, Optional<SourceMutant> also) {
    public SourceMutant(String file, String line, String mutated) {
        this(file, line, mutated, Optional.empty());
    }

    /** With this mistake in another file too. */
    public SourceMutant and(String otherFile, String otherLine, String otherMutated) {
        return new SourceMutant(file, line, mutated, Optional.of(new SourceMutant(otherFile, otherLine, otherMutated)));
    }

    /**
     * A class loader in which all classes of ours are loaded anew, with this mistake in them.
     *
     * @throws AssertionError if the line does not stand in the file exactly once, or the mutant does not compile
     */
    public ClassLoader load() {
        return new Loader(compiled());
    }

    private Map<String, byte[]> compiled() {
        String source = read();
        int at = source.indexOf(line);
        if (at < 0 || source.indexOf(line, at + 1) >= 0) {
            throw new AssertionError(file + " must hold this exactly once: " + line);
        }
        Map<String, byte[]> classes = compile(source.replace(line, mutated));
        also.ifPresent(other -> classes.putAll(other.compiled()));
        return classes;
    }

    private String read() {
        try {
            return Files.readString(
                    Path.of(System.getProperty("testudo.root", "..")).resolve(file));
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    private Map<String, byte[]> compile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> written = new HashMap<>();
        StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
        JavaFileManager files = new ForwardingJavaFileManager<>(standard) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return written.computeIfAbsent(name, any -> new ByteArrayOutputStream());
                    }
                };
            }
        };
        JavaFileObject unit = new SimpleJavaFileObject(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(null, files, null, options, null, List.of(unit))
                .call();
        if (!compiled) throw new AssertionError("the mutant of " + file + " does not compile");
        Map<String, byte[]> classes = new HashMap<>();
        written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> mutants;

        Loader(Map<String, byte[]> mutants) {
            super(SourceMutant.class.getClassLoader());
            this.mutants = mutants;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.testudo.")) return super.loadClass(name, resolve);
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] bytes = mutants.get(name);
            if (bytes == null) bytes = original(name);
            return defineClass(name, bytes, 0, bytes.length);
        }

        private byte[] original(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                if (in == null) throw new ClassNotFoundException(name);
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
