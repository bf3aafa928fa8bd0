package org.testudo.planted.serialization;

import java.io.Serializable;

/** Lets Java choose its bytes. */
@SuppressWarnings("serial")
public class SerializableVote implements Serializable {}
