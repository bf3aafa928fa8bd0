/** The agreed membership as the layers see it: genesis, seats, records and their certificates (GM-1, GM-2, GM-10, GM-12). */
package org.testudo.kernel.view;
