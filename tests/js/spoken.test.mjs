// Words to say, as they go into a message.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spoken } from '../../static/js/spoken.js';

test('the quotation marks round what is said go, the sentence stays whole', () => {
  assert.equal(spoken('«Понимаю, сумма заметная. Хочу сравнить честно».'), 'Понимаю, сумма заметная. Хочу сравнить честно.');
  assert.equal(spoken('«Дорого по сравнению с чем?»'), 'Дорого по сравнению с чем?');
  assert.equal(spoken(' «Первая».\n «Вторая?» '), 'Первая. Вторая?');
  assert.equal(spoken('“What do you compare it with?”'), 'What do you compare it with?');
  assert.equal(spoken('"Plain marks".'), 'Plain marks.');
});

test('marks inside stay, and so does what is no speech', () => {
  assert.equal(spoken('«Откройте раздел „Цены“ и сравните».'), 'Откройте раздел „Цены“ и сравните.');
  assert.equal(spoken('«Склад «Север» подойдёт».'), 'Склад «Север» подойдёт.');
  assert.equal(spoken('«Ярус» держит девятьсот килограммов.'), '«Ярус» держит девятьсот килограммов.');
  assert.equal(spoken('Скажите: «да».'), 'Скажите: «да».');
  assert.equal(spoken('«Не закрыто'), '«Не закрыто');
  assert.equal(spoken(''), '');
});
