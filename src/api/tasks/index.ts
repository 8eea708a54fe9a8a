import { completeTaskRoute, reopenTaskRoute } from '#api/tasks/complete-task.ts';
import { createTaskRoute } from '#api/tasks/create-task.ts';
import { deleteTaskRoute } from '#api/tasks/delete-task.ts';
import { getMyDayRoute } from '#api/tasks/get-my-day.ts';
import { getTaskRoute } from '#api/tasks/get-task.ts';
import { listTasksRoute } from '#api/tasks/list-tasks.ts';
import { snoozeTaskRoute } from '#api/tasks/snooze-task.ts';
import { updateTaskRoute } from '#api/tasks/update-task.ts';

export const taskRoutes = [
  listTasksRoute,
  createTaskRoute,
  getTaskRoute,
  updateTaskRoute,
  deleteTaskRoute,
  completeTaskRoute,
  reopenTaskRoute,
  snoozeTaskRoute,
  getMyDayRoute,
] as const;
